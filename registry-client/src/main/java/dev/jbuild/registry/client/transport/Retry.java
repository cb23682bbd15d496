package dev.jbuild.registry.client.transport;

import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Repeats what fails for a while, with growing waits.
public final class Retry {
  /// A host that is not there is rarely there a second later; a typing error should not cost ten.
  private static final int ATTEMPTS_TO_REACH = 2;

  private final RetryPolicy policy;
  private final RandomGenerator random;

  Retry(RetryPolicy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  /// One try of something that is safe to repeat.
  @FunctionalInterface
  public interface Attempt<T> {
    T run() throws RegistryException;
  }

  /// Runs the attempt until it succeeds, fails for good, or has been tried often enough.
  public <T> T run(Task task, Attempt<T> attempt) throws RegistryException {
    for (int number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (RegistryException e) {
        pauseOrThrow(task, number, e);
      }
    }
  }

  /// Waits before the attempt after the given one, unless the failure is final: then throws it.
  ///
  /// @param number how many attempts have failed so far
  public void pauseOrThrow(Task task, int number, RegistryException e) throws RegistryException {
    int attempts =
        e.reason() == Reason.UNREACHABLE
            ? Math.min(policy.attempts(), ATTEMPTS_TO_REACH)
            : policy.attempts();
    if (!e.temporary() || number >= attempts) {
      throw e;
    }
    Optional<Duration> asked = e.retryAfter();
    if (asked.isPresent() && asked.get().compareTo(policy.maxRetryAfter()) > 0) {
      throw e;
    }
    Duration delay = asked.orElseGet(() -> policy.delayBefore(number + 1));
    try {
      Thread.sleep(delay.plusNanos((long) (delay.toNanos() / 4.0 * random.nextDouble())));
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw Failures.cancelled(task, interrupt);
    }
  }
}
