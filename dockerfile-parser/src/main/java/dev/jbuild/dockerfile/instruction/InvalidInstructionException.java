package dev.jbuild.dockerfile.instruction;

/// An instruction that is not of the language; becomes a diagnostic where its place is known.
public final class InvalidInstructionException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String about;
  private final String advice;

  InvalidInstructionException(String message, String about, String advice) {
    super(message, null, false, false);
    this.about = about;
    this.advice = advice;
  }

  /// The piece of the source that is wrong, or empty.
  public String about() {
    return about;
  }

  /// What to do about it, or empty.
  public String advice() {
    return advice;
  }

  /// The message, which every such exception has.
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
