package dev.jbuild.engine.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Runs tasks side by side and ends with all of them: when one fails, the others are interrupted,
/// and the first failure is thrown once every thread has gone. So nothing is still at work on a
/// store or a connection when a pull or push returns.
public final class Crew {
  private final List<Thread> threads = new ArrayList<>();
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  /// A crew without tasks.
  public Crew() {}

  private record Outcome(@Nullable Throwable failure) {}

  /// Adds a task, which gets a thread of its own. Its waits must end when that is interrupted.
  public void add(String name, Callable<?> task) {
    threads.add(Thread.ofPlatform().daemon().name(name).unstarted(() -> run(task)));
  }

  private void run(Callable<?> task) {
    try {
      task.call();
      outcomes.add(new Outcome(null));
    } catch (Exception | Error e) {
      outcomes.add(new Outcome(e));
    }
  }

  /// Starts all tasks and waits for them.
  public void finish() throws IOException, InterruptedException {
    threads.forEach(Thread::start);
    Throwable first = null;
    try {
      for (int done = 0; done < threads.size(); done++) {
        Throwable failure = outcomes.take().failure();
        if (failure != null && first == null) {
          first = failure;
          threads.forEach(Thread::interrupt);
        }
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      joinAll();
      throw e;
    }
    if (first != null) {
      throwAs(first);
    }
  }

  private void joinAll() {
    for (Thread thread : threads) {
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void throwAs(Throwable failure) throws IOException, InterruptedException {
    switch (failure) {
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("a task threw what it does not declare", failure);
    }
  }
}
