package dev.jbuild.registry.client;

import java.time.Duration;

/// How often and after which waits a temporary failure is tried again. Waits double from
/// `firstDelay` up to `maxDelay` with up to a quarter added at random; a registry's `Retry-After`
/// is obeyed instead when it is at most `maxRetryAfter`, otherwise the request fails at once.
///
/// @param attempts how often a request is sent in total, at least 1
public record RetryPolicy(
    int attempts, Duration firstDelay, Duration maxDelay, Duration maxRetryAfter) {

  /// Five attempts over about eight seconds, `Retry-After` up to one minute.
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofMinutes(1));

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1 but are " + attempts);
    }
    if (firstDelay.isNegative() || maxDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "retry delays must not be negative or shrink but are %s to %s"
              .formatted(firstDelay, maxDelay));
    }
  }

  /// The wait before an attempt, without the random part.
  ///
  /// @param attempt 2 for the first repetition
  public Duration delayBefore(int attempt) {
    int doublings = Math.min(Math.max(attempt - 2, 0), 20);
    Duration delay = firstDelay.multipliedBy(1L << doublings);
    return delay.compareTo(maxDelay) > 0 ? maxDelay : delay;
  }
}
