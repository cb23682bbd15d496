package dev.jbuild.cli.progress;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes events from any thread and has one thread draw them, a few times a second at most.
///
/// Events wait in a bounded queue: a flood of output is slowed down to what the terminal takes,
/// never lost. Closing draws everything that is still waiting; [#interrupt] only tidies up.
public final class Display<E> implements Consumer<E>, AutoCloseable {
  private static final int CAPACITY = 4096;
  private static final long PERIOD_MILLIS = 100;

  private final Renderer<E> renderer;
  private final InstantSource clock;
  private final BlockingQueue<Entry<E>> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final Thread thread;
  private volatile boolean ended;
  private volatile boolean interrupted;

  /// @param event null for the end
  private record Entry<E>(@Nullable E event) {}

  Display(String name, Renderer<E> renderer, InstantSource clock) {
    this.renderer = renderer;
    this.clock = clock;
    thread = Thread.ofPlatform().daemon().name(name).start(this::draw);
  }

  @Override
  public void accept(E event) {
    put(new Entry<>(event));
  }

  private void put(Entry<E> entry) {
    boolean wasInterrupted = false;
    try {
      while (!ended) {
        try {
          if (queue.offer(entry, 1, TimeUnit.SECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void draw() {
    Instant last = Instant.MIN;
    try {
      while (!interrupted) {
        Entry<E> entry = queue.poll(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        if (entry != null) {
          E event = entry.event();
          if (event == null) {
            break;
          }
          renderer.accept(event);
        }
        Instant now = clock.instant();
        if (entry == null || !now.isBefore(last.plusMillis(PERIOD_MILLIS))) {
          renderer.refresh(now);
          last = now;
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      ended = true;
    }
    if (interrupted) {
      renderer.abandon();
    } else {
      renderer.finish(clock.instant());
    }
  }

  /// Stops drawing at once and leaves the terminal in order. Events that come later are dropped.
  public void interrupt() {
    interrupted = true;
    thread.interrupt();
    join();
  }

  /// Draws what is waiting and the final picture.
  @Override
  public void close() {
    put(new Entry<>(null));
    join();
  }

  private void join() {
    boolean wasInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
