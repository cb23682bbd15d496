package dev.jbuild.dockerfile.ast;

/// A line that cannot be split; becomes a diagnostic where the line's place is known.
final class SyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String about;
  private final String advice;

  SyntaxException(String message, String about, String advice) {
    super(message, null, false, false);
    this.about = about;
    this.advice = advice;
  }

  /// The piece of the source that is wrong, or empty.
  String about() {
    return about;
  }

  String advice() {
    return advice;
  }

  /// The message, which every such exception has.
  String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
