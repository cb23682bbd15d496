package dev.jbuild.builder;

import java.io.IOException;

/// Runs one command isolated in a root file system: what a `RUN` step needs from a runtime.
///
/// Implementations are safe for use by several threads: steps of independent stages run side by
/// side. What the command changes in its root is in [ExecRequest#upper] in overlayfs form when the
/// call returns; no process of it and no mount is left then, whatever way the call ends. Mount
/// points that had to be made are left as empty directories or files; the builder removes them.
public interface Executor {

  /// Runs the command to its end. An interrupt of the calling thread kills it.
  ///
  /// @param output gets what the command writes; never called again after this returns
  /// @return how the command ended; a command that is not there or cannot be run ends with 127 or
  ///   126 and an explanation in the output, as with a shell
  /// @throws IOException when the root or the isolation could not be set up; the message says what
  ///   was attempted and what to do
  ExecResult execute(ExecRequest request, OutputSink output)
      throws IOException, InterruptedException;
}
