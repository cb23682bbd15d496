package dev.jbuild.cli.progress;

import java.time.Instant;

/// Draws events. All methods are called by one thread.
///
/// @param <E> what is drawn
interface Renderer<E> {
  /// Takes an event; may write at once.
  void accept(E event);

  /// Brings the picture up to date; called several times a second and after bursts of events.
  void refresh(Instant now);

  /// Writes the final picture.
  void finish(Instant now);

  /// Leaves the terminal in order after an interrupt; called instead of [#finish].
  void abandon();
}
