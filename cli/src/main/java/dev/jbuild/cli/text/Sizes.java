package dev.jbuild.cli.text;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers of bytes, for people: decimal units to three significant digits as docker prints them,
/// and binary units as docker's options take them.
public final class Sizes {
  private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final long[] POWERS = {
    1,
    1_000,
    1_000_000,
    1_000_000_000,
    1_000_000_000_000L,
    1_000_000_000_000_000L,
    1_000_000_000_000_000_000L
  };

  private Sizes() {}

  /// A size with three significant digits: `4.27MB`, `117kB`, `512B`.
  public static String format(long bytes) {
    int unit = 0;
    while (unit + 1 < POWERS.length && bytes >= POWERS[unit + 1]) {
      unit++;
    }
    // thousandths of the unit, rounded to three significant digits by hand
    long scaled = unit == 0 ? bytes * 1000 : bytes / (POWERS[unit] / 1000);
    long step = scaled >= 100_000 ? 1000 : scaled >= 10_000 ? 100 : 10;
    long rounded = (scaled + step / 2) / step * step;
    if (rounded >= 1_000_000 && unit + 1 < DECIMAL.length) {
      rounded = 1000;
      unit++;
    }
    return digits(rounded) + DECIMAL[unit];
  }

  private static String digits(long thousandths) {
    long whole = thousandths / 1000;
    String fraction = Long.toString(1000 + thousandths % 1000).substring(1);
    int end = 3;
    while (end > 0 && fraction.charAt(end - 1) == '0') {
      end--;
    }
    return end == 0 ? Long.toString(whole) : whole + "." + fraction.substring(0, end);
  }

  /// Reads a size such as `512m`, `1.5g`, `100KB` or `65536`; units are powers of 1024.
  ///
  /// @throws IllegalArgumentException when the text is no size
  public static long parse(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    long unit =
        switch (lower(text.substring(end))) {
          case "", "b" -> 1L;
          case "k", "kb", "kib" -> 1L << 10;
          case "m", "mb", "mib" -> 1L << 20;
          case "g", "gb", "gib" -> 1L << 30;
          case "t", "tb", "tib" -> 1L << 40;
          default -> throw notASize();
        };
    try {
      BigDecimal size = new BigDecimal(text.substring(0, end).strip());
      if (size.signum() < 0) {
        throw notASize();
      }
      return size.multiply(BigDecimal.valueOf(unit))
          .setScale(0, RoundingMode.DOWN)
          .longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw notASize();
    }
  }

  private static IllegalArgumentException notASize() {
    return new IllegalArgumentException("expected a size such as 512m, 2g or a number of bytes");
  }

  private static String lower(String unit) {
    return unit.toLowerCase(java.util.Locale.ROOT);
  }
}
