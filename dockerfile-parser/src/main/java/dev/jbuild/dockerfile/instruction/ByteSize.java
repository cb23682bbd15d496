package dev.jbuild.dockerfile.instruction;

import java.math.BigDecimal;
import java.util.Locale;

/// Reads sizes such as `64m` or `1.5 GiB`; units are powers of 1024.
final class ByteSize {

  private static final int LONGEST = 40;

  private ByteSize() {}

  static long parse(String text) throws InvalidInstructionException {
    int end = 0;
    while (end < text.length() && "0123456789.".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    String unit = text.substring(end).strip().toLowerCase(Locale.ROOT);
    if (unit.endsWith("b")) {
      unit = unit.substring(0, unit.length() - 1);
    }
    if (unit.endsWith("i") && unit.length() == 2) {
      unit = unit.substring(0, 1);
    }
    int power = unit.isEmpty() ? 0 : unit.length() == 1 ? "kmgtp".indexOf(unit) + 1 : 0;
    if (text.length() > LONGEST || (power == 0 && !unit.isEmpty())) {
      throw invalid(text);
    }
    try {
      return new BigDecimal(text.substring(0, end))
          .multiply(BigDecimal.valueOf(1L << (10 * power)))
          .toBigInteger()
          .longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw invalid(text);
    }
  }

  private static InvalidInstructionException invalid(String text) {
    return InstructionReader.invalid(
        "the mount option size is '" + text + "', not a size", text, "write it as 64m or 1g");
  }
}
