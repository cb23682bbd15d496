package dev.jbuild.builder.solve;

import dev.jbuild.builder.progress.Progress;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.builder.step.CopyInput;
import dev.jbuild.builder.step.StepException;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Selects and digests what instructions want of the build context, ahead of the steps: while bases
/// are fetched and commands run. A file that is missing is found out at once, not after an hour.
final class ContextLoader implements Runnable {
  private final Progress progress;
  private final IdentityHashMap<Object, Wanted> wanted = new IdentityHashMap<>();

  private record Wanted(CopyInput input, CompletableFuture<CopyInput.Selected> result) {}

  ContextLoader(Progress progress) {
    this.progress = progress;
  }

  /// Notes that an operation or mount, told by its identity, wants something.
  void add(Object owner, CopyInput input) {
    wanted.put(owner, new Wanted(input, new CompletableFuture<>()));
  }

  boolean isEmpty() {
    return wanted.isEmpty();
  }

  /// Loads all that was added, in the calling thread. Failures go to those who want what failed.
  @Override
  public void run() {
    Running running = progress.begin("[internal] load build context");
    long bytes = 0;
    boolean broken = false;
    for (Wanted one : wanted.values()) {
      if (Thread.currentThread().isInterrupted()) {
        one.result().completeExceptionally(new InterruptedException());
        continue;
      }
      try {
        CopyInput.Selected selected = one.input().select();
        bytes += selected.key().bytes();
        running.transferred("transferring context:", bytes, -1);
        one.result().complete(selected);
      } catch (StepException e) {
        // something is missing, which is the fault of the step that wants it
        one.result().completeExceptionally(e);
      } catch (IOException | InterruptedException | RuntimeException e) {
        broken = true;
        one.result().completeExceptionally(e);
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      running.cancelled();
    } else if (broken) {
      running.failed("not all of the build context could be read");
    } else {
      running.transferred("transferring context:", bytes, bytes);
      running.finished();
    }
  }

  /// The input of an operation or mount that was added.
  CopyInput input(Object owner) {
    Wanted one = wanted.get(owner);
    if (one == null) {
      throw new IllegalArgumentException("nothing was announced for " + owner);
    }
    return new CopyInput() {
      @Override
      public Optional<String> identity() {
        return Optional.empty();
      }

      @Override
      public Selected select() throws IOException, StepException, InterruptedException {
        try {
          return one.result().get();
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case IOException cause -> throw cause;
            case StepException cause -> throw cause;
            case InterruptedException cause -> throw cause;
            case RuntimeException cause -> throw cause;
            case null, default -> throw new IllegalStateException(e.getCause());
          }
        }
      }
    };
  }
}
