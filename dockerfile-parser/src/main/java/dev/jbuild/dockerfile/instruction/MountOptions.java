package dev.jbuild.dockerfile.instruction;

import org.jspecify.annotations.Nullable;

/// The value of one `RUN --mount`, expanded and checked. Which options fit which type is checked
/// too.
///
/// @param type of the mount
/// @param from stage, image or named context, or empty
/// @param source as written, or empty
/// @param target as written, or empty
/// @param id of a cache, secret or SSH agent, or empty
/// @param sharing null when not given
/// @param sizeLimit of a tmpfs in bytes, 0 for none
/// @param variable environment variable of a secret, or null
/// @param mode permission bits, or null when not given; the same for uid and gid
public record MountOptions(
    Type type,
    String from,
    String source,
    String target,
    String id,
    boolean readOnly,
    boolean required,
    @Nullable Sharing sharing,
    long sizeLimit,
    @Nullable String variable,
    @Nullable Integer mode,
    @Nullable Integer uid,
    @Nullable Integer gid) {

  /// What is mounted.
  public enum Type {
    BIND,
    CACHE,
    TMPFS,
    SECRET,
    SSH
  }

  /// How builds share a cache.
  public enum Sharing {
    SHARED,
    PRIVATE,
    LOCKED
  }

  /// Expands the variables of one value.
  @FunctionalInterface
  public interface Expander {
    /// The value with its variables replaced.
    String expand(String value) throws InvalidInstructionException;
  }

  /// The failure of an [Expander].
  public static InvalidInstructionException invalid(String message, String about) {
    return InstructionReader.invalid(message, about);
  }

  /// Reads the value of a `--mount` flag.
  ///
  /// @throws InvalidInstructionException when an option is unknown, malformed or does not fit the
  ///   type
  public static MountOptions parse(String text, Expander expander)
      throws InvalidInstructionException {
    MountReader reader = new MountReader();
    for (String field : CsvFields.split(text)) {
      reader.accept(field, expander);
    }
    return reader.finish();
  }

  /// The `from` of a mount as written, which takes no variables; empty when there is none.
  ///
  /// @throws InvalidInstructionException when the options are malformed or `from` has a variable
  public static String from(String text) throws InvalidInstructionException {
    return from(text, false);
  }

  /// The `from` of a mount as written; empty when there is none.
  ///
  /// @param variables whether it may have variables
  /// @throws InvalidInstructionException when the options are malformed or `from` has a variable
  ///   that it may not have
  public static String from(String text, boolean variables) throws InvalidInstructionException {
    String from = "";
    for (String field : CsvFields.split(text)) {
      int equals = field.indexOf('=');
      if (equals < 0 || !field.substring(0, equals).equalsIgnoreCase("from")) {
        continue;
      }
      from = field.substring(equals + 1);
      int dollar = from.indexOf('$');
      if (!variables && dollar >= 0 && dollar + 1 < from.length()) {
        throw InstructionReader.invalid(
            "the mount option 'from' does not take variables",
            field,
            "define a stage with FROM, which takes them, and name that stage here; or use jbuild's"
                + " extras: "
                + Instructions.SWITCH);
      }
    }
    return from;
  }
}
