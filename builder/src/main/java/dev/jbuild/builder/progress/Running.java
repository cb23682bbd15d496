package dev.jbuild.builder.progress;

import dev.jbuild.builder.BuildEvent;
import dev.jbuild.builder.BuildStep;
import dev.jbuild.builder.OutputSink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A step that has begun. It ends once: finished, failed or cancelled.
public final class Running {
  private final Progress progress;
  private final InstantSource clock;
  private final BuildStep step;
  private final Instant startedAt;

  Running(Progress progress, InstantSource clock, BuildStep step, Instant startedAt) {
    this.progress = progress;
    this.clock = clock;
    this.step = step;
    this.startedAt = startedAt;
  }

  public BuildStep step() {
    return step;
  }

  /// How long it has been going on.
  public Duration elapsed() {
    Duration elapsed = Duration.between(startedAt, clock.instant());
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }

  /// The step wrote a line.
  public void output(OutputSink.Stream stream, String line) {
    progress.emit(new BuildEvent.Output(clock.instant(), step, stream, line));
  }

  /// The step moved bytes.
  public void transferred(String item, long done, long total) {
    progress.emit(new BuildEvent.Transferred(clock.instant(), step, item, done, total));
  }

  /// The step came to an end with a part of its work that has no size.
  public void did(String item) {
    transferred(item, 0, 0);
  }

  public void finished() {
    progress.emit(new BuildEvent.Finished(clock.instant(), step, elapsed()));
  }

  /// The step failed.
  ///
  /// @param message one line
  public void failed(String message) {
    progress.emit(new BuildEvent.Failed(clock.instant(), step, elapsed(), message));
  }

  public void cancelled() {
    progress.emit(new BuildEvent.Cancelled(clock.instant(), step));
  }
}
