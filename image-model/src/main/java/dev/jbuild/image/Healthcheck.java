package dev.jbuild.image;

import java.time.Duration;
import java.util.List;

/// A health check of an image: what to run, how often, and when to give up.
///
/// Follows Docker's image configuration, property `Healthcheck`. `test` is empty (inherit), `NONE`,
/// `CMD args...` or `CMD-SHELL command`. A zero duration or count means "inherit the default".
public record Healthcheck(
    List<String> test,
    Duration interval,
    Duration timeout,
    Duration startPeriod,
    Duration startInterval,
    int retries) {
  public Healthcheck {
    test = List.copyOf(test);
  }
}
