package dev.jbuild.cli.template;

/// What Go has where JSON has `null`. It is false and has no elements; how it prints depends on
/// what might have been there.
public enum Nil {
  POINTER("<nil>"),
  LIST("[]"),
  MAP("map[]");

  private final String text;

  Nil(String text) {
    this.text = text;
  }

  /// As Go's `%v` prints it.
  String text() {
    return text;
  }
}
