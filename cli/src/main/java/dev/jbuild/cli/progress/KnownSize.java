package dev.jbuild.cli.progress;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The size of the screen, asked for again every other second, since asking starts a process and
/// windows change rarely. For one thread.
final class KnownSize implements Supplier<Terminal.Size> {
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Invocation invocation;
  private Terminal.@Nullable Size size;
  private Instant asked = Instant.MIN;

  KnownSize(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Terminal.Size get() {
    Terminal.Size known = size;
    Instant now = invocation.clock().instant();
    if (known == null || now.isAfter(asked.plus(FRESH))) {
      known = invocation.terminal().size();
      size = known;
      asked = now;
    }
    return known;
  }
}
