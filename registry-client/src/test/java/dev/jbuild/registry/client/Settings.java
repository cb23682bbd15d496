package dev.jbuild.registry.client;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/// Client settings for tests: short waits, no trust but that of the given files.
public final class Settings {
  private Settings() {}

  /// Three attempts a few milliseconds apart, two seconds of patience.
  public static TransportSettings.Builder quick(TrustSettings trust) {
    return TransportSettings.builder("jbuild-test", trust, InstantSource.system(), new Random(1))
        .connectTimeout(Duration.ofSeconds(2))
        .idleTimeout(Duration.ofSeconds(2))
        .requestTimeout(Duration.ofSeconds(10))
        .retry(
            new RetryPolicy(3, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(3)));
  }

  /// The same without any trusted authority but those below one `certs.d`.
  public static TransportSettings.Builder quick(Path certificateDirectory) {
    return quick(new TrustSettings(List.of(certificateDirectory), List.of(), List.of()));
  }
}
