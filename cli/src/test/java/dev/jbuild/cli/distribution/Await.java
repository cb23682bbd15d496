package dev.jbuild.cli.distribution;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Waits for what another process does.
final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(5);

  /// Looks for something; null while it is not there.
  interface Probe<T> {
    @Nullable T look() throws IOException;
  }

  private Await() {}

  /// What the probe finds, as long as `alive` holds.
  static <T> T until(String what, Probe<T> probe, BooleanSupplier alive)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      boolean goesOn = alive.getAsBoolean();
      T found = probe.look();
      if (found != null) {
        return found;
      }
      if (!goesOn || Instant.now().isAfter(end)) {
        throw new AssertionError("it did not come to pass that " + what);
      }
      Thread.sleep(PAUSE);
    }
  }
}
