package dev.jbuild.dockerfile.plan;

import java.time.Duration;
import java.util.List;

/// A health check of the image configuration.
///
/// @param test `NONE`, or `CMD` and the arguments, or `CMD-SHELL` and the command text
/// @param interval zero: inherit the default; the same for the other durations
/// @param retries zero: inherit the default
public record HealthCheck(
    List<String> test,
    Duration interval,
    Duration timeout,
    Duration startPeriod,
    Duration startInterval,
    int retries) {

  public HealthCheck {
    test = List.copyOf(test);
  }
}
