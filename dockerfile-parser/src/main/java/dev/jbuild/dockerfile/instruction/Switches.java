package dev.jbuild.dockerfile.instruction;

/// Reads the boolean values that mount and device options take.
final class Switches {

  private Switches() {}

  static boolean parse(String key, String value) throws InvalidInstructionException {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw InstructionReader.invalid(
              "the option " + key + " is '" + value + "', neither true nor false", key);
    };
  }
}
