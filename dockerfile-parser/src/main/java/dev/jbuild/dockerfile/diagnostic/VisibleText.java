package dev.jbuild.dockerfile.diagnostic;

/// Text of a Dockerfile as it may be shown on a terminal: control characters are replaced, tabs by
/// blanks, so that columns stay what they are.
final class VisibleText {

  private VisibleText() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c == '\t' ? ' ' : Character.isISOControl(c) ? '\uFFFD' : c);
    }
    return out.toString();
  }
}
