package dev.jbuild.dockerfile.ast;

/// A here-document of RUN, COPY or ADD.
///
/// @param name the terminator without quotes
/// @param descriptor file descriptor number before `<<`, 0 when none was written
/// @param expand whether variables in the body are expanded: no part of the name was quoted
/// @param chomp whether leading tabs of the body are to be removed (`<<-`)
/// @param content the body with its line ends, tabs still in place
public record Heredoc(String name, int descriptor, boolean expand, boolean chomp, String content) {

  /// The body as it is used: without leading tabs of each line when `<<-` was written.
  public String text() {
    return chomp ? withoutTabs() : content;
  }

  /// The body without the tabs that lines start with.
  public String withoutTabs() {
    if (!content.startsWith("\t") && !content.contains("\n\t")) {
      return content;
    }
    StringBuilder out = new StringBuilder(content.length());
    boolean lineStart = true;
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (lineStart && c == '\t') {
        continue;
      }
      lineStart = c == '\n';
      out.append(c);
    }
    return out.toString();
  }
}
