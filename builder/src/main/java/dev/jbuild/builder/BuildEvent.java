package dev.jbuild.builder;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Something that happened in a build, at a time.
public sealed interface BuildEvent {
  /// When it happened.
  Instant at();

  /// The steps that this build may take are known; they add to those known before. A step may end
  /// without ever starting when an earlier one fails.
  record Planned(Instant at, List<BuildStep> steps) implements BuildEvent {
    public Planned {
      steps = List.copyOf(steps);
    }
  }

  /// The Dockerfile is accepted but has something to say about it.
  ///
  /// @param message one line: the rule, what it found, and in brackets file and line
  /// @param detail the source lines concerned, marked, and where to read more; may be empty
  record Warned(Instant at, String message, String detail) implements BuildEvent {}

  /// A step began.
  record Started(Instant at, BuildStep step) implements BuildEvent {}

  /// A step's result was found in the cache; it neither starts nor finishes.
  record Cached(Instant at, BuildStep step) implements BuildEvent {}

  /// A step wrote one line.
  ///
  /// @param line without its line end; undecodable bytes are replaced
  record Output(Instant at, BuildStep step, OutputSink.Stream stream, String line)
      implements BuildEvent {}

  /// A step moved bytes, or came to an end with a part of its work.
  ///
  /// @param item what is moved; one that ends with a colon is a sentence to be ended by the size
  /// @param total negative when unknown, 0 when there is nothing to move
  record Transferred(Instant at, BuildStep step, String item, long done, long total)
      implements BuildEvent {}

  /// A step ended well.
  record Finished(Instant at, BuildStep step, Duration took) implements BuildEvent {}

  /// A step ended badly; the build is about to fail with a [BuildException] that says more.
  ///
  /// @param message one line
  record Failed(Instant at, BuildStep step, Duration took, String message) implements BuildEvent {}

  /// A step was given up because another one failed or the build was interrupted.
  record Cancelled(Instant at, BuildStep step) implements BuildEvent {}
}
