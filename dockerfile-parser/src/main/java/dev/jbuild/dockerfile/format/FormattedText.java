package dev.jbuild.dockerfile.format;

import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.instruction.Instructions;
import dev.jbuild.dockerfile.shell.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Writes one file; the state of [DockerfileFormatter#format].
final class FormattedText {

  private static final String INDENT = "    ";
  private static final String MARK = "\uFEFF";
  private static final Set<String> INDENTED = Set.of("COPY", "ADD", "EXPOSE", "VOLUME", "FROM");

  private final SyntaxTree tree;
  private final String[] lines;
  private final StringBuilder out = new StringBuilder();
  private boolean blankPending;

  FormattedText(SyntaxTree tree) {
    this.tree = tree;
    String text = tree.source().text(0, tree.source().length());
    boolean twice =
        text.startsWith(MARK + MARK); // the second is text, and stays so behind the first
    this.lines = (text.startsWith(MARK) && !twice ? text.substring(1) : text).split("\n", -1);
  }

  String write() {
    int line = 1;
    for (Node node : tree.nodes()) {
      line = writeBetween(line, node.range().startLine());
      line = writeInstruction(node);
    }
    writeBetween(line, lines.length + 1);
    return out.toString();
  }

  private String line(int number) {
    return lines[number - 1];
  }

  private void writeLine(String text) {
    if (blankPending) {
      out.append('\n');
      blankPending = false;
    }
    out.append(text).append('\n');
  }

  private static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && " \t\r".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }

  /// Comments and blank lines. A blank line at the top is kept, for it keeps a comment from being a
  /// directive.
  private int writeBetween(int from, int to) {
    for (int number = from; number < to; number++) {
      String text = trimEnd(line(number));
      if (Blanks.trim(text).isEmpty()) {
        blankPending = number <= lines.length && (number < lines.length || !text.isEmpty());
      } else {
        writeLine(text);
      }
    }
    return to;
  }

  /// Writes the lines of an instruction; gives the number of the line after them.
  private int writeInstruction(Node node) {
    int number = node.range().startLine();
    int end = node.range().endLine();
    List<String> header = new ArrayList<>();
    boolean more = true;
    while (more && number <= end) {
      String text = trimEnd(line(number));
      String trimmed = Blanks.trimStart(text);
      boolean first = header.isEmpty();
      boolean comment = !first && trimmed.startsWith("#");
      boolean blank = !first && trimmed.isEmpty();
      if (!blank) {
        header.add(first ? trimmed : text);
      }
      more = comment || blank || isContinued(text);
      number++;
    }
    writeHeader(node, header);
    while (number <= end) {
      boolean terminator = node.heredocs().size() == 1 && number == end;
      out.append(terminator ? withoutReturns(line(number)) : line(number)).append('\n');
      number++;
    }
    return number;
  }

  /// Whether blanks already stand between a line and the one before it.
  private boolean startsWord(String before, String text) {
    boolean blankAfter = !text.isEmpty() && Blanks.isSeparator(text.charAt(0));
    boolean comment = Blanks.trimStart(text).startsWith("#");
    int escape = before.length() - 1;
    boolean blankBefore =
        escape > 0
            && before.charAt(escape) == tree.escape()
            && Blanks.isSeparator(before.charAt(escape - 1));
    return blankAfter || comment || blankBefore;
  }

  /// Number of characters before the first that belongs to a word; white space beyond ASCII does.
  private static int separators(String text) {
    int start = 0;
    while (start < text.length() && Blanks.isSeparator(text.charAt(start))) {
      start++;
    }
    return start;
  }

  private static String withoutReturns(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(0, end);
  }

  private boolean isContinued(String text) {
    int end = text.length();
    return end > 0
        && text.charAt(end - 1) == tree.escape()
        && (end == 1 || text.charAt(end - 2) != tree.escape());
  }

  private void writeHeader(Node node, List<String> header) {
    String keyword = node.keyword();
    boolean indent = INDENTED.contains(keyword) && !node.json() && node.heredocs().isEmpty();
    for (int i = 0; i < header.size(); i++) {
      String text = header.get(i);
      if (i == 0) {
        text = Instructions.NAMES.contains(keyword) ? withKeyword(node, text) : text;
      } else if (indent && startsWord(header.get(i - 1), text)) {
        text = INDENT + text.substring(separators(text));
      }
      writeLine(header.size() == 1 && keyword.equals("FROM") ? upperAs(node, text) : text);
    }
  }

  /// The first line with its word in upper case and one blank after it.
  private String withKeyword(Node node, String text) {
    String rest = text.substring(Math.min(node.word().length(), text.length()));
    boolean whole = text.length() >= node.word().length() && text.startsWith(node.word());
    if (!whole || (!rest.isEmpty() && !Blanks.isSeparator(rest.charAt(0)))) {
      return text; // the word itself is continued on the next line, or ends in the escape
    }
    String operands = rest.substring(separators(rest));
    return operands.isEmpty() ? node.keyword() : node.keyword() + " " + operands;
  }

  private static String upperAs(Node node, String text) {
    List<String> words = node.arguments();
    if (words.size() != 3 || !words.get(1).equalsIgnoreCase("as")) {
      return text;
    }
    int name = text.lastIndexOf(words.get(2));
    String before = trimEnd(text.substring(0, name));
    return before.substring(0, before.length() - 2) + "AS" + text.substring(before.length());
  }
}
