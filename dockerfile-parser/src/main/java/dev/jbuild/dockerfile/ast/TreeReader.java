package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.shell.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Joins physical lines into instructions; the state of [SyntaxTree#parse].
final class TreeReader {

  private static final Set<String> WITH_HEREDOCS = Set.of("add", "copy", "run");
  private static final int MAX_ERRORS = 20;

  private final SourceFile source;
  private final PhysicalLines lines;
  private final DirectiveReader directives = new DirectiveReader();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Node> emptyContinuations = new ArrayList<>();
  private final List<Diagnostic> errors = new ArrayList<>();
  private List<String> comments = new ArrayList<>(2);
  private char escape = '\\';
  private boolean sawBlank;

  TreeReader(SourceFile source) {
    this.source = source;
    this.lines = new PhysicalLines(source);
  }

  SyntaxTree read() throws DockerfileException {
    if (source.length() > Limits.FILE) {
      throw new DockerfileException(
          source.error(
              SourceRange.line(1),
              "",
              "the file has more bytes than the limit of %d".formatted(Limits.FILE),
              ""));
    }
    while (lines.advance()) {
      readInstruction();
    }
    if (nodes.isEmpty() && errors.isEmpty()) {
      SourceRange last = SourceRange.line(Math.max(1, lines.number()));
      throw new DockerfileException(
          source.error(last, "", "the file has no instructions", "start it with FROM"));
    }
    if (!errors.isEmpty()) {
      throw new DockerfileException(errors);
    }
    return new SyntaxTree(source, escape, directives.found(), nodes, emptyContinuations, false);
  }

  private void readInstruction() throws DockerfileException {
    String physical = lines.text();
    String first = Blanks.trimStart(physical);
    boolean directive = readDirective(first);
    if (isComment(first)) {
      if (!directive) {
        remember(physical);
      }
      return;
    }
    int startLine = lines.number();
    sawBlank = false;
    int end = continuedLength(first);
    if (end < 0 && first.isEmpty()) {
      return;
    }
    String line = end < 0 ? first : joined(first.substring(0, end));
    try {
      addNode(line, startLine);
    } catch (SyntaxException e) {
      SourceRange range = new SourceRange(startLine, lines.number());
      errors.add(source.error(range, e.about(), e.text(), e.advice()));
      if (errors.size() >= MAX_ERRORS) {
        throw new DockerfileException(errors);
      }
    }
    comments = new ArrayList<>(2);
  }

  private boolean readDirective(String line) throws DockerfileException {
    try {
      boolean found = directives.accept(line, lines.number());
      Directive last = found ? directives.found().getLast() : null;
      if (last != null && last.name().equals("escape")) {
        escape = escapeCharacter(last.value());
      }
      return found;
    } catch (SyntaxException e) {
      throw new DockerfileException(
          source.directiveError(lines.number(), e.about(), e.text(), e.advice()));
    }
  }

  private static char escapeCharacter(String value) throws SyntaxException {
    if (!value.equals("\\") && !value.equals("`")) {
      throw new SyntaxException(
          "the escape character '" + value + "' is neither a backslash nor a backquote",
          value,
          "write # escape=` or leave the directive out");
    }
    return value.charAt(0);
  }

  private static boolean isComment(String trimmed) {
    return trimmed.startsWith("#");
  }

  /// Attaches a comment to the instruction below. The first character of the line goes even when it
  /// is a blank before the `#`, as in the reference implementation.
  private void remember(String line) {
    String comment = Blanks.trim(line.substring(1));
    if (comment.isEmpty()) {
      comments.clear();
    } else {
      comments.add(comment);
    }
  }

  /// Length of the line without the escape that continues it, or -1 when it is not continued. The
  /// escape must not follow another one.
  private int continuedLength(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
      end--;
    }
    if (end == 0 || line.charAt(end - 1) != escape) {
      return -1;
    }
    return end == 1 || line.charAt(end - 2) != escape ? end - 1 : -1;
  }

  private String joined(String first) throws DockerfileException {
    StringBuilder line = new StringBuilder(first);
    while (lines.advance()) {
      String next = lines.text();
      String trimmed = Blanks.trimStart(next);
      if (isComment(trimmed)) {
        continue;
      }
      if (trimmed.isEmpty()) {
        sawBlank = true;
        continue;
      }
      int end = continuedLength(next);
      line.append(next, 0, end < 0 ? next.length() : end);
      if (end < 0) {
        break;
      }
    }
    return line.toString();
  }

  private void addNode(String line, int startLine) throws SyntaxException, DockerfileException {
    if (nodes.size() >= Limits.INSTRUCTIONS) {
      throw new DockerfileException(
          source.error(
              new SourceRange(startLine, lines.number()),
              "",
              "the file has more instructions than the limit of " + Limits.INSTRUCTIONS,
              ""));
    }
    InstructionSplitter splitter = new InstructionSplitter(escape);
    SourceRange range = new SourceRange(startLine, lines.number());
    Node node = splitter.split(line, comments, List.of(), range);
    if (sawBlank) {
      emptyContinuations.add(node);
    }
    boolean heredocs = line.contains("<<") && takesHeredocs(node);
    nodes.add(heredocs ? withHeredocs(node, startLine) : node);
  }

  private static boolean takesHeredocs(Node node) {
    Node inner = node;
    Node trigger = node.trigger();
    if (trigger != null) {
      inner = trigger;
    }
    return WITH_HEREDOCS.contains(inner.word().toLowerCase(Locale.ROOT)) && !inner.json();
  }

  private Node withHeredocs(Node node, int startLine) throws SyntaxException, DockerfileException {
    List<HeredocWord> words = HeredocWord.inLine(node.original());
    if (words.isEmpty()) {
      return node;
    }
    List<Heredoc> heredocs = new ArrayList<>(words.size());
    for (HeredocWord word : words) {
      String content = readBody(word);
      if (content == null) {
        throw new SyntaxException(
            "the heredoc '" + word.name() + "' is not terminated",
            "<<",
            "end it with a line that holds " + word.name() + " and nothing else");
      }
      heredocs.add(
          new Heredoc(word.name(), word.descriptor(), word.expand(), word.chomp(), content));
    }
    return new Node(
        node.word(),
        node.flags(),
        node.arguments(),
        node.json(),
        heredocs,
        node.comments(),
        node.trigger(),
        new SourceRange(startLine, lines.number()),
        node.original());
  }

  private @Nullable String readBody(HeredocWord word) throws DockerfileException {
    int from = lines.end();
    while (lines.advance()) {
      String line = lines.text();
      if (word.chomp()) {
        int tabs = 0;
        while (tabs < line.length() && line.charAt(tabs) == '\t') {
          tabs++;
        }
        line = line.substring(tabs);
      }
      if (line.equals(word.name())) {
        return source.text(from, lines.start());
      }
    }
    return null;
  }
}
