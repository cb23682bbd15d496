package dev.jbuild.builder;

/// Told how a build goes on.
///
/// Events come one at a time, in an order that makes sense for each step (started before output
/// before its end), but from several threads.
@FunctionalInterface
public interface BuildListener {
  /// Something happened. Must return soon: the build waits.
  void on(BuildEvent event);

  /// A listener that ignores everything.
  static BuildListener silent() {
    return _ -> {};
  }
}
