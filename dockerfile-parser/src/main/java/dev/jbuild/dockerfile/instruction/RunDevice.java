package dev.jbuild.dockerfile.instruction;

import java.util.Locale;

/// A device of `RUN --device`.
///
/// @param name its CDI name, such as `vendor.com/device=name`
public record RunDevice(String name, boolean required) {

  static RunDevice parse(String text) throws InvalidInstructionException {
    String name = "";
    boolean required = false;
    for (String field : CsvFields.split(text)) {
      int equals = field.indexOf('=');
      String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
      if (key.equals("required")) {
        required = equals < 0 || Switches.parse("required", field.substring(equals + 1));
      } else if (key.equals("name") && equals >= 0) {
        name = field.substring(equals + 1);
      } else if (name.isEmpty()) {
        name = field;
      } else {
        throw InstructionReader.invalid(
            "the field '" + field + "' of --device is neither a name nor 'required'", field);
      }
    }
    return new RunDevice(name, required);
  }
}
