package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.ast.QuotedText;
import java.util.List;

/// Writes values into history entries the way the reference implementation's language prints them.
final class HistoryText {

  private HistoryText() {}

  /// `[a b]`.
  static String list(List<String> items) {
    return "[" + String.join(" ", items) + "]";
  }

  /// `["a" "b"]`.
  static String quotedList(List<String> items) {
    StringBuilder out = new StringBuilder("[");
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.append(' ');
      }
      out.append(QuotedText.of(items.get(i)));
    }
    return out.append(']').toString();
  }

  /// `{Test:[CMD a] Interval:5m0s ...}`.
  static String healthCheck(HealthCheck check) {
    return "{Test:%s Interval:%s Timeout:%s StartPeriod:%s StartInterval:%s Retries:%d}"
        .formatted(
            list(check.test()),
            duration(check.interval().toNanos()),
            duration(check.timeout().toNanos()),
            duration(check.startPeriod().toNanos()),
            duration(check.startInterval().toNanos()),
            check.retries());
  }

  /// `1h0m0s`, `1.5s`, `20ms`.
  static String duration(long nanos) {
    if (nanos == 0) {
      return "0s";
    }
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    if (nanos < 1_000_000) {
      return decimal(nanos, 1_000) + "\u00B5s";
    }
    if (nanos < 1_000_000_000) {
      return decimal(nanos, 1_000_000) + "ms";
    }
    long minutes = nanos / 60_000_000_000L;
    String seconds = decimal(nanos % 60_000_000_000L, 1_000_000_000) + "s";
    if (minutes == 0) {
      return seconds;
    }
    return (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
  }

  private static String decimal(long value, long unit) {
    String fraction = String.valueOf(unit + value % unit).substring(1);
    int end = fraction.length();
    while (end > 0 && fraction.charAt(end - 1) == '0') {
      end--;
    }
    return value / unit + (end == 0 ? "" : "." + fraction.substring(0, end));
  }
}
