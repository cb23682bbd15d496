package dev.jbuild.cli.call;

/// The value of `--call`: `METHOD[,format=json][,ignorestatus=true]`.
///
/// @param json whether the answer is JSON and not text
/// @param ignoreStatus whether findings leave the exit code at 0
public record Call(Method method, boolean json, boolean ignoreStatus) {

  /// What is called.
  public enum Method {
    BUILD,
    CHECK,
    OUTLINE,
    TARGETS
  }

  /// `--check`.
  public static final Call CHECK = new Call(Method.CHECK, false, false);

  /// Reads the value.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static Call parse(String text) {
    Method method = null;
    boolean json = false;
    boolean ignoreStatus = false;
    for (String field : text.split(",", -1)) {
      switch (field) {
        case "format=json" -> json = true;
        case "format=text", "format=", "ignorestatus=false" -> {}
        case "ignorestatus=true" -> ignoreStatus = true;
        default -> {
          if (method != null) {
            throw new IllegalArgumentException("expected METHOD[,format=json][,ignorestatus=true]");
          }
          method = method(field);
        }
      }
    }
    return new Call(method == null ? Method.BUILD : method, json, ignoreStatus);
  }

  private static Method method(String name) {
    return switch (name) {
      case "build" -> Method.BUILD;
      case "check", "lint" -> Method.CHECK;
      case "outline" -> Method.OUTLINE;
      case "targets" -> Method.TARGETS;
      default -> throw new IllegalArgumentException("expected build, check, outline or targets");
    };
  }
}
