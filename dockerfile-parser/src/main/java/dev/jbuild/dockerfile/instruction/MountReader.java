package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.diagnostic.Suggestion;
import dev.jbuild.dockerfile.instruction.MountOptions.Sharing;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Collects the options of one mount in the order they are written; `required` and `size` depend on
/// the type, so it must come before them.
final class MountReader {

  private static final List<String> KEYS =
      List.of(
          "type",
          "from",
          "source",
          "src",
          "target",
          "dst",
          "destination",
          "readonly",
          "ro",
          "readwrite",
          "rw",
          "required",
          "size",
          "id",
          "sharing",
          "mode",
          "uid",
          "gid",
          "env");

  private MountOptions.Type type = MountOptions.Type.BIND;
  private String from = "";
  private String source = "";
  private String target = "";
  private String id = "";
  private @Nullable Boolean readOnly;
  private boolean required;
  private @Nullable Sharing sharing;
  private long size;
  private @Nullable String variable;
  private @Nullable Integer mode;
  private @Nullable Integer uid;
  private @Nullable Integer gid;

  void accept(String field, MountOptions.Expander expander) throws InvalidInstructionException {
    int equals = field.indexOf('=');
    String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
    if (equals < 0) {
      acceptSwitch(key, field);
    } else {
      acceptValue(key, expander.expand(field.substring(equals + 1)));
    }
  }

  private void acceptSwitch(String key, String field) throws InvalidInstructionException {
    switch (key) {
      case "readonly", "ro" -> readOnly = true;
      case "readwrite", "rw" -> readOnly = false;
      case "required" -> {
        checkType(key, type == MountOptions.Type.SECRET || type == MountOptions.Type.SSH);
        required = true;
      }
      default ->
          throw InstructionReader.invalid(
              "the mount option '" + field + "' is not of the form key=value",
              field,
              Suggestion.advice(key, KEYS, true));
    }
  }

  private void acceptValue(String key, String value) throws InvalidInstructionException {
    switch (key) {
      case "type" -> type = oneOf(key, value, MountOptions.Type.values());
      case "from" -> from = value;
      case "source", "src" -> source = value;
      case "target", "dst", "destination" -> target = value;
      case "readonly", "ro" -> readOnly = Switches.parse(key, value);
      case "readwrite", "rw" -> readOnly = !Switches.parse(key, value);
      case "required" -> {
        checkType(key, type == MountOptions.Type.SECRET || type == MountOptions.Type.SSH);
        required = Switches.parse(key, value);
      }
      case "size" -> {
        checkType(key, type == MountOptions.Type.TMPFS);
        size = ByteSize.parse(value);
      }
      case "id" -> id = value;
      case "sharing" -> sharing = oneOf(key, value, Sharing.values());
      case "mode" -> mode = number(key, value, 8);
      case "uid" -> uid = number(key, value, 10);
      case "gid" -> gid = number(key, value, 10);
      case "env" -> variable = value;
      default ->
          throw InstructionReader.invalid(
              "unknown mount option '" + key + "'", key, Suggestion.advice(key, KEYS, true));
    }
  }

  private void checkType(String key, boolean fits) throws InvalidInstructionException {
    if (!fits) {
      throw InstructionReader.invalid(
          "the mount option '" + key + "' does not fit type=" + name(type),
          key,
          "put type= before it, if it has another type");
    }
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E oneOf(String key, String value, E[] allowed)
      throws InvalidInstructionException {
    for (E candidate : allowed) {
      if (name(candidate).equalsIgnoreCase(value)) {
        return candidate;
      }
    }
    List<String> names = List.of(allowed).stream().map(MountReader::name).toList();
    throw InstructionReader.invalid(
        "the mount option " + key + " is '" + value + "', not one of " + String.join(", ", names),
        value,
        Suggestion.advice(value, names, false));
  }

  private static int number(String key, String value, int radix)
      throws InvalidInstructionException {
    try {
      if (value.isEmpty() || Character.digit(value.charAt(0), radix) < 0) {
        throw new NumberFormatException();
      }
      return Integer.parseUnsignedInt(value, radix);
    } catch (NumberFormatException e) {
      throw InstructionReader.invalid(
          "the mount option " + key + " is '" + value + "', not a number of base " + radix, value);
    }
  }

  MountOptions finish() throws InvalidInstructionException {
    boolean owned =
        type == MountOptions.Type.SECRET
            || type == MountOptions.Type.SSH
            || type == MountOptions.Type.CACHE;
    if (!owned) {
      checkAbsent("mode", mode);
      checkAbsent("uid", uid);
      checkAbsent("gid", gid);
    }
    if (type != MountOptions.Type.SECRET) {
      checkAbsent("env", variable);
    } else {
      checkSecret();
    }
    if (type != MountOptions.Type.CACHE) {
      checkAbsent("sharing", sharing);
    }
    boolean writable = type == MountOptions.Type.CACHE || type == MountOptions.Type.TMPFS;
    Boolean access = readOnly;
    return new MountOptions(
        type,
        from,
        source,
        target,
        id,
        access != null ? access : !writable,
        required,
        sharing,
        size,
        variable,
        mode,
        uid,
        gid);
  }

  private void checkAbsent(String key, @Nullable Object value) throws InvalidInstructionException {
    if (value != null) {
      checkType(key, false);
    }
  }

  private void checkSecret() throws InvalidInstructionException {
    if (!from.isEmpty()) {
      checkType("from", false);
    }
    if (source.isEmpty() && target.isEmpty() && id.isEmpty()) {
      throw InstructionReader.invalid(
          "the secret mount has neither id nor source nor target", "type=secret", "give it an id");
    }
    if (!source.isEmpty() && !id.isEmpty()) {
      throw InstructionReader.invalid(
          "the secret mount has both source and id, which mean the same", "id=", "remove one");
    }
  }
}
