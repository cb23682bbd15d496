package dev.jbuild.dockerfile.plan;

/// Something that cannot be planned; becomes a diagnostic where the instruction is known.
final class PlanException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String about;
  private final String advice;

  PlanException(String message, String about, String advice) {
    super(message, null, false, false);
    this.about = about;
    this.advice = advice;
  }

  PlanException(String message, String about) {
    this(message, about, "");
  }

  String about() {
    return about;
  }

  String advice() {
    return advice;
  }

  String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
