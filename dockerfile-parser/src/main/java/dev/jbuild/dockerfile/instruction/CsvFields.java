package dev.jbuild.dockerfile.instruction;

import java.util.ArrayList;
import java.util.List;

/// Splits one record of comma-separated values; a field may be in double quotes, doubled inside.
final class CsvFields {

  private CsvFields() {}

  static List<String> split(String text) throws InvalidInstructionException {
    List<String> fields = new ArrayList<>();
    int i = 0;
    while (true) {
      if (text.startsWith("\"", i)) {
        StringBuilder field = new StringBuilder();
        i = quoted(text, i + 1, field);
        fields.add(field.toString());
      } else {
        int comma = text.indexOf(',', i);
        int end = comma < 0 ? text.length() : comma;
        String field = text.substring(i, end);
        if (field.indexOf('"') >= 0) {
          throw InstructionReader.invalid("a double quote stands inside of '" + field + "'", field);
        }
        fields.add(field);
        i = end;
      }
      if (i >= text.length()) {
        return fields;
      }
      i++;
    }
  }

  /// Reads up to the closing quote; gives the offset of the comma after it or of the end.
  private static int quoted(String text, int from, StringBuilder field)
      throws InvalidInstructionException {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '"') {
        field.append(c);
        i++;
      } else if (text.startsWith("\"", i + 1)) {
        field.append('"');
        i += 2;
      } else if (i + 1 == text.length() || text.charAt(i + 1) == ',') {
        return i + 1;
      } else {
        break;
      }
    }
    throw InstructionReader.invalid("a double quote is not closed in '" + text + "'", "");
  }
}
