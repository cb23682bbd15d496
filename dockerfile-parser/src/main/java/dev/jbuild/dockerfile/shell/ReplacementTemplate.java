package dev.jbuild.dockerfile.shell;

/// The replacement of `${name//pattern/replacement}`. In the reference implementation it is a
/// regular expression template: `$0` stands for the match, `$$` for a dollar sign, other names for
/// nothing.
final class ReplacementTemplate {

  private ReplacementTemplate() {}

  static void appendTo(StringBuilder out, String template, String match) {
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      if (c != '$') {
        out.append(c);
        i++;
      } else if (template.startsWith("$$", i)) {
        out.append('$');
        i += 2;
      } else {
        i = appendReference(out, template, i, match);
      }
    }
  }

  private static int appendReference(StringBuilder out, String template, int at, String match) {
    boolean braces = template.startsWith("{", at + 1);
    int start = braces ? at + 2 : at + 1;
    int end = start;
    while (end < template.length() && isName(template.charAt(end))) {
      end++;
    }
    if (end == start || (braces && !template.startsWith("}", end))) {
      out.append('$');
      return at + 1;
    }
    if (template.substring(start, end).equals("0")) {
      out.append(match);
    }
    return braces ? end + 1 : end;
  }

  private static boolean isName(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }
}
