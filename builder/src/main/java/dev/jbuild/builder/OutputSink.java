package dev.jbuild.builder;

/// Takes what a running command writes, as it comes. Calls for one stream are in order; the two
/// streams may be written by two threads.
public interface OutputSink {
  /// The stream that a command writes to.
  enum Stream {
    STDOUT,
    STDERR
  }

  /// Takes bytes, which the caller may overwrite after this returns.
  void write(Stream stream, byte[] bytes, int offset, int length);

  /// A sink that forgets everything.
  static OutputSink discarding() {
    return (_, _, _, _) -> {};
  }
}
