package dev.jbuild.cli.text;

import java.time.Duration;
import java.time.Instant;

/// How long something took or is ago, in docker's words.
public final class Ages {
  private Ages() {}

  /// The time since an instant: `3 minutes ago`.
  public static String since(Instant then, Instant now) {
    return words(Duration.between(then, now)) + " ago";
  }

  /// A length of time in one rounded unit: `About a minute`, `5 weeks`.
  public static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1) {
      return "Less than a second";
    }
    if (seconds == 1) {
      return "1 second";
    }
    if (seconds < 60) {
      return seconds + " seconds";
    }
    long minutes = seconds / 60;
    if (minutes == 1) {
      return "About a minute";
    }
    if (minutes < 60) {
      return minutes + " minutes";
    }
    long hours = (seconds + 1800) / 3600;
    if (hours == 1) {
      return "About an hour";
    }
    if (hours < 48) {
      return hours + " hours";
    }
    if (hours < 24 * 7 * 2) {
      return hours / 24 + " days";
    }
    if (hours < 24 * 30 * 2) {
      return hours / 24 / 7 + " weeks";
    }
    if (hours < 24 * 365 * 2) {
      return hours / 24 / 30 + " months";
    }
    return hours / 24 / 365 + " years";
  }

  /// Seconds with one decimal: `12.3s`.
  public static String seconds(Duration duration) {
    long tenths = (Math.max(0, duration.toMillis()) + 50) / 100;
    return tenths / 10 + "." + tenths % 10 + "s";
  }
}
