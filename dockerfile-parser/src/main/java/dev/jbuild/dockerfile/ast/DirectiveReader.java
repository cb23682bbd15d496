package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.shell.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads parser directives from the lines at the top of a file. The first line that is not a known
/// directive ends the search for good.
final class DirectiveReader {

  private static final Set<String> NAMES = Set.of("syntax", "escape", "check");

  private final String comment;
  private final List<Directive> found = new ArrayList<>();
  private boolean done;

  /// A reader of directives after `#`.
  DirectiveReader() {
    this("#");
  }

  /// A reader of directives after another start of comment.
  DirectiveReader(String comment) {
    this.comment = comment;
  }

  /// Looks at a line; true when it is a directive.
  boolean accept(String line, int number) throws SyntaxException {
    if (done) {
      return false;
    }
    if (!line.startsWith(comment)) {
      done = true;
      return false;
    }
    String text = Blanks.trimStart(line.substring(comment.length()));
    int equals = text.indexOf('=');
    String name = equals < 0 ? "" : trimEnd(text.substring(0, equals)).toLowerCase(Locale.ROOT);
    String value = equals < 0 ? "" : value(text.substring(equals + 1));
    if (!NAMES.contains(name) || value.isEmpty()) {
      done = true;
      return false;
    }
    for (Directive earlier : found) {
      if (earlier.name().equals(name)) {
        done = true;
        throw new SyntaxException(
            "only one " + name + " parser directive can be used",
            line,
            "remove this one or the one on line " + earlier.line());
      }
    }
    found.add(new Directive(name, value, number));
    return true;
  }

  /// The value without blanks around it; a value of blanks alone is its last blank.
  private static String value(String text) {
    int start = 0;
    while (start < text.length() - 1 && isBlank(text.charAt(start))) {
      start++;
    }
    String rest = text.substring(start);
    String trimmed = trimEnd(rest);
    return trimmed.isEmpty() ? rest : trimmed;
  }

  private static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }

  List<Directive> found() {
    return found;
  }
}
