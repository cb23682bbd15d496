package dev.jbuild.dockerfile.diagnostic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The bytes of a file and its name, from which diagnostics cut their excerpts. Lines end at a line
/// feed and count from 1; finding one costs nothing until the first diagnostic is made.
public final class SourceFile {

  /// Most bytes of a file that is parsed; a larger one is refused.
  public static final int MAX_LENGTH = 64 << 20;

  private static final int LONGEST_SHOWN = 160;
  private static final int OCCURRENCES_SEARCHED = 100;
  private static final int LINES_SEARCHED = 1_000;
  private static final int SEARCHED = 1 << 17;
  private static final int LONGEST_MESSAGE = 8_000;

  private final String name;
  private final byte[] text;
  private int[] lineStarts = new int[0];

  private final List<SourceFile> included;

  private SourceFile(String name, byte[] text, List<SourceFile> included) {
    this.name = name;
    this.text = text;
    this.included = included;
  }

  /// A file whose bytes the caller does not change afterwards.
  public static SourceFile of(String name, byte[] text) {
    return new SourceFile(name, text, List.of());
  }

  /// This file and files it includes, whose lines count on: the first line of the first one has the
  /// number of lines of this file and two.
  public SourceFile withIncluded(List<SourceFile> files) {
    return new SourceFile(name, text, List.copyOf(files));
  }

  /// Number of lines, of which the last may be empty.
  public int lines() {
    return lineStarts().length;
  }

  /// The file that a line is in: this one or one that it includes.
  public SourceFile fileOf(int line) {
    int index = included.isEmpty() || line <= lines() ? -1 : indexOf(line);
    return index < 0 ? this : included.get(index);
  }

  /// This file or the one it includes that has a name; this one when there is none.
  public SourceFile named(String wanted) {
    for (SourceFile file : included) {
      if (!name.equals(wanted) && file.name.equals(wanted)) {
        return file;
      }
    }
    return this;
  }

  /// The lines of a range as they count in their own file.
  public SourceRange inFile(SourceRange range) {
    int start = lineInFile(range.startLine());
    return new SourceRange(start, start + range.endLine() - range.startLine());
  }

  /// `file:line` of the start of a range.
  public String place(SourceRange range) {
    return fileOf(range.startLine()).name + ":" + lineInFile(range.startLine());
  }

  private int indexOf(int line) {
    int rest = line - lines() - 1;
    for (int i = 0; i < included.size(); i++) {
      if (rest >= 1 && rest <= included.get(i).lines()) {
        return i;
      }
      rest -= included.get(i).lines();
    }
    return -1;
  }

  private int lineInFile(int line) {
    if (included.isEmpty() || line <= lines()) {
      return line;
    }
    int index = indexOf(line);
    int before = index < 0 ? 0 : lines() + 1;
    for (int i = 0; i < index; i++) {
      before += included.get(i).lines();
    }
    return line - before;
  }

  /// The name as the caller gave it.
  public String name() {
    return name;
  }

  /// Number of bytes.
  public int length() {
    return text.length;
  }

  /// The byte at an offset.
  public byte at(int offset) {
    return text[offset];
  }

  /// Whether the file starts with a byte-order mark.
  public boolean startsWithMark() {
    return text.length >= 3
        && text[0] == (byte) 0xEF
        && text[1] == (byte) 0xBB
        && text[2] == (byte) 0xBF;
  }

  /// The text between two byte offsets.
  public String text(int from, int to) {
    return Utf8Text.decode(text, from, to);
  }

  /// A line without its end, or the empty text when there is no such line.
  public String line(int number) {
    SourceFile file = fileOf(number);
    if (file != this) {
      return file.line(lineInFile(number));
    }
    int[] starts = lineStarts();
    if (number < 1 || number > starts.length) {
      return "";
    }
    int start = starts[number - 1];
    int end = number < starts.length ? starts[number] - 1 : text.length;
    if (end > start && text[end - 1] == '\r') {
      end--;
    }
    return text(start, Math.max(start, end));
  }

  private synchronized int[] lineStarts() {
    if (lineStarts.length == 0) {
      int[] starts = new int[64];
      int n = 1;
      for (int i = 0; i < text.length; i++) {
        if (text[i] == '\n') {
          if (n == starts.length) {
            starts = Arrays.copyOf(starts, n * 2);
          }
          starts[n++] = i + 1;
        }
      }
      lineStarts = Arrays.copyOf(starts, n);
    }
    return lineStarts;
  }

  /// An error about an instruction.
  ///
  /// @param about the piece of the source that is wrong, to be underlined where it is first found,
  ///   or empty
  public Diagnostic error(SourceRange range, String about, String message, String advice) {
    return diagnostic(range, about, Severity.ERROR, "Syntax", message, advice);
  }

  /// An error about how stages refer to each other, which the reference reports without a place.
  public Diagnostic stageError(SourceRange range, String about, String message, String advice) {
    return diagnostic(range, about, Severity.ERROR, "Stages", message, advice);
  }

  /// An error in a parser directive.
  public Diagnostic directiveError(int line, String about, String message, String advice) {
    SourceRange range = SourceRange.line(line);
    return diagnostic(range, about, Severity.ERROR, "Directive", message, advice);
  }

  /// What a rule found.
  public Diagnostic finding(Rule rule, SourceRange range, String about, String message) {
    return diagnostic(range, about, rule.level(), rule.id(), message, "");
  }

  /// What a rule found about a text that must not be shown again: the excerpt has stars instead.
  public Diagnostic hiddenFinding(Rule rule, SourceRange range, String secret, String message) {
    Diagnostic found = finding(rule, range, secret, message);
    String stars = "*".repeat(secret.length());
    return new Diagnostic(
        found.file(),
        found.range(),
        found.spot(),
        found.severity(),
        found.rule(),
        found.message(),
        found.advice(),
        found.excerpt().replace(secret, stars));
  }

  private Diagnostic diagnostic(
      SourceRange range,
      String about,
      Severity severity,
      String rule,
      String message,
      String advice) {
    SourceFile file = fileOf(range.startLine());
    if (file != this) {
      return file.diagnostic(inFile(range), about, severity, rule, message, advice);
    }
    Optional<Spot> spot = find(range, about);
    String excerpt = excerpt(range, spot);
    String brief = message;
    if (message.length() > LONGEST_MESSAGE) {
      int half = LONGEST_MESSAGE / 2;
      brief = message.substring(0, half) + "..." + message.substring(message.length() - half);
    }
    return new Diagnostic(name, range, spot, severity, rule, brief, advice, excerpt);
  }

  private Optional<Spot> find(SourceRange range, String about) {
    if (about.isBlank() || about.indexOf('\n') >= 0) {
      return Optional.empty();
    }
    int last = Math.min(range.endLine(), lineStarts().length);
    last = Math.min(last, range.startLine() + LINES_SEARCHED);
    int from = lineStarts()[Math.min(range.startLine(), lineStarts().length) - 1];
    Optional<Spot> inside = Optional.empty();
    for (int n = range.startLine(); n <= last && lineStarts()[n - 1] - from <= SEARCHED; n++) {
      String line = line(n);
      int column = line.indexOf(about);
      for (int tries = 0; column >= 0 && tries < OCCURRENCES_SEARCHED; tries++) {
        Spot spot = new Spot(n, column + 1, about.length());
        if (isWhole(line, column, about)) {
          return Optional.of(spot);
        }
        inside = inside.isPresent() ? inside : Optional.of(spot);
        column = line.indexOf(about, column + 1);
      }
    }
    return inside;
  }

  /// Whether a piece of a line is not the middle of a longer word.
  private static boolean isWhole(String line, int at, String piece) {
    int end = at + piece.length();
    boolean cutBefore =
        at > 0 && isPartOfWord(piece.charAt(0)) && isPartOfWord(line.charAt(at - 1));
    boolean cutAfter =
        end < line.length()
            && isPartOfWord(piece.charAt(piece.length() - 1))
            && isPartOfWord(line.charAt(end));
    return !cutBefore && !cutAfter;
  }

  private static boolean isPartOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
  }

  private String excerpt(SourceRange range, Optional<Spot> spot) {
    int number = spot.map(Spot::line).orElse(range.startLine());
    String shown = line(number);
    if (shown.isEmpty()) {
      return "";
    }
    String margin = "%5d | ".formatted(number);
    StringBuilder out = new StringBuilder(margin).append(visible(shown));
    if (spot.isPresent() && spot.get().column() + spot.get().length() <= LONGEST_SHOWN) {
      out.append('\n').append(" ".repeat(margin.length() - 2)).append("| ");
      out.append(" ".repeat(spot.get().column() - 1)).append("^".repeat(spot.get().length()));
    }
    return out.toString();
  }

  private static String visible(String line) {
    String cut = line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
    return VisibleText.of(cut);
  }
}
