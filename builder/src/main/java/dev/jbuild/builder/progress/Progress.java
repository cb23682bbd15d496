package dev.jbuild.builder.progress;

import dev.jbuild.builder.BuildEvent;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildStep;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.Rule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The progress of one build. The lock makes events of several threads come one at a time; it
/// guards the numbering too. The listener is called under it.
public final class Progress {
  private final BuildListener listener;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private int steps;
  private int cached;
  private int executed;

  public Progress(BuildListener listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /// Adds steps to the list that is shown.
  public List<BuildStep> plan(List<String> names) {
    lock.lock();
    try {
      List<BuildStep> planned = new ArrayList<>();
      for (String name : names) {
        planned.add(new BuildStep(++steps, name));
      }
      listener.on(new BuildEvent.Planned(clock.instant(), planned));
      return planned;
    } finally {
      lock.unlock();
    }
  }

  /// Adds one step.
  public BuildStep plan(String name) {
    return plan(List.of(name)).getFirst();
  }

  /// Adds a step of the builder's own and begins it.
  public Running begin(String name) {
    return start(plan(name));
  }

  /// Begins a step.
  public Running start(BuildStep step) {
    Instant now = clock.instant();
    emit(new BuildEvent.Started(now, step));
    return new Running(this, clock, step, now);
  }

  /// A step of the Dockerfile was found in the cache.
  public void cached(BuildStep step) {
    lock.lock();
    try {
      cached++;
      listener.on(new BuildEvent.Cached(clock.instant(), step));
    } finally {
      lock.unlock();
    }
  }

  /// A base is there already; it does not count as a step of the Dockerfile.
  public void present(BuildStep step) {
    emit(new BuildEvent.Cached(clock.instant(), step));
  }

  /// Something about the Dockerfile that does not stop the build.
  public void warn(Diagnostic warning) {
    String place = warning.file() + ":" + warning.range().startLine();
    String url = Rule.byId(warning.rule()).map(Rule::url).orElse("");
    warn(
        warning.rule() + ": " + warning.shownMessage() + " (" + place + ")",
        warning.excerpt() + (url.isEmpty() ? "" : "\nMore info: " + url));
  }

  /// Something about the request that does not stop the build.
  public void warn(String message, String detail) {
    emit(new BuildEvent.Warned(clock.instant(), message, detail));
  }

  /// Counts a step of the Dockerfile that was carried out.
  public void countExecuted() {
    lock.lock();
    try {
      executed++;
    } finally {
      lock.unlock();
    }
  }

  public int cachedSteps() {
    return count(p -> p.cached);
  }

  public int executedSteps() {
    return count(p -> p.executed);
  }

  private int count(Function<Progress, Integer> counter) {
    lock.lock();
    try {
      return counter.apply(this);
    } finally {
      lock.unlock();
    }
  }

  void emit(BuildEvent event) {
    lock.lock();
    try {
      listener.on(event);
    } finally {
      lock.unlock();
    }
  }
}
