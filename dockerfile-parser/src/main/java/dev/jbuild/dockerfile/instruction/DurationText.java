package dev.jbuild.dockerfile.instruction;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Reads durations as Go writes them: decimal numbers, each with a unit, such as `1h15m` or `1.5s`.
final class DurationText {

  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int LONGEST = 100;

  private DurationText() {}

  static long nanos(String text) throws InvalidInstructionException {
    int i = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (text.length() > LONGEST || i == text.length()) {
      throw invalid(text);
    }
    if (text.substring(i).equals("0")) {
      return 0;
    }
    BigDecimal total = BigDecimal.ZERO;
    while (i < text.length()) {
      int numberEnd = i;
      while (numberEnd < text.length() && isNumber(text.charAt(numberEnd))) {
        numberEnd++;
      }
      int unitEnd = numberEnd;
      while (unitEnd < text.length() && !isNumber(text.charAt(unitEnd))) {
        unitEnd++;
      }
      BigDecimal number = number(text, text.substring(i, numberEnd));
      total = total.add(number.multiply(unit(text, text.substring(numberEnd, unitEnd))));
      i = unitEnd;
    }
    BigInteger rounded = total.setScale(0, RoundingMode.DOWN).toBigInteger();
    if (total.compareTo(MAX) > 0) {
      throw invalid(text);
    }
    return text.startsWith("-") ? -rounded.longValue() : rounded.longValue();
  }

  private static boolean isNumber(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }

  private static BigDecimal number(String text, String digits) throws InvalidInstructionException {
    int point = digits.indexOf('.');
    if (digits.isEmpty()
        || digits.equals(".")
        || (point >= 0 && digits.indexOf('.', point + 1) > 0)) {
      throw invalid(text);
    }
    return new BigDecimal(digits.startsWith(".") ? "0" + digits : digits);
  }

  private static BigDecimal unit(String text, String unit) throws InvalidInstructionException {
    return switch (unit) {
      case "ns" -> BigDecimal.ONE;
      case "us", "\u00B5s", "\u03BCs" -> BigDecimal.valueOf(1_000);
      case "ms" -> BigDecimal.valueOf(1_000_000);
      case "s" -> BigDecimal.valueOf(1_000_000_000);
      case "m" -> BigDecimal.valueOf(60_000_000_000L);
      case "h" -> BigDecimal.valueOf(3_600_000_000_000L);
      default -> throw invalid(text);
    };
  }

  private static InvalidInstructionException invalid(String text) {
    return InstructionReader.invalid(
        "'" + text + "' is not a duration",
        text,
        "write a number and a unit, such as 30s or 1m30s");
  }
}
