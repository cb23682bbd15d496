package dev.jbuild.cli.progress;

import dev.jbuild.cli.text.Sizes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How fast bytes move: the mean of the last seconds, so that it neither jumps nor remembers a
/// start long ago. For one thread.
final class Pace {
  private static final long SHORTEST_NANOS = Duration.ofMillis(500).toNanos();
  private static final double WINDOW_SECONDS = 5;

  /// Above that nobody believes an estimate.
  private static final long MOST_SECONDS = Duration.ofHours(100).toSeconds();

  private @Nullable Instant last;
  private long lastDone;
  private double rate = -1;

  /// Notes how many bytes have moved by now.
  void note(Instant now, long done) {
    Instant before = last;
    if (before == null || done < lastDone) {
      // the first bytes may come from an earlier attempt, and a repeated transfer falls back
      last = now;
      lastDone = done;
      return;
    }
    long nanos = Duration.between(before, now).toNanos();
    if (nanos < SHORTEST_NANOS) {
      return;
    }
    double seconds = nanos / 1e9;
    double current = (done - lastDone) / seconds;
    double weight = Math.min(1, seconds / WINDOW_SECONDS);
    rate = rate < 0 ? current : rate + weight * (current - rate);
    last = now;
    lastDone = done;
  }

  /// Rate and time left, such as ` 5.2MB/s 1m05s`; empty as long as nothing is known.
  String words(long bytesLeft) {
    if (rate < 0) {
      return "";
    }
    String words = " " + Sizes.format((long) rate) + "/s";
    long seconds = rate < 1 ? MOST_SECONDS : (long) Math.ceil(bytesLeft / rate);
    return bytesLeft <= 0 || seconds >= MOST_SECONDS ? words : words + " " + time(seconds);
  }

  private static String time(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? minutes + "m" + two(seconds % 60) + "s"
        : minutes / 60 + "h" + two(minutes % 60) + "m";
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
