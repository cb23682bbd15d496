package dev.jbuild.runtime;

import java.io.InputStream;
import java.io.OutputStream;

/// A container that has been started.
public interface RunningContainer {

  /// The id its specification gave it.
  String id();

  /// The host's process id of its first process; waits until that runs its command.
  ///
  /// @throws ContainerException when it could not be started
  long pid() throws ContainerException, InterruptedException;

  /// Sends a signal to its first process. A container that has ended is left alone.
  void signal(int number) throws ContainerException, InterruptedException;

  /// Waits for its end. May be called again and from several threads.
  ///
  /// @throws ContainerException when it could not be started, or its status got lost
  ExitStatus waitFor() throws ContainerException, InterruptedException;

  /// Waits until nothing of an ended container is left on the host: no mount of its root, no
  /// cgroup. That takes a few milliseconds more than its end, which most callers need not wait for;
  /// whoever goes on with the directories of its root must.
  void waitUntilCleared() throws ContainerException, InterruptedException;

  /// Leads to its standard input, with [Stdio.Kind#PIPES].
  OutputStream stdin();

  /// What it writes to standard output, with [Stdio.Kind#PIPES].
  InputStream stdout();

  /// What it writes to standard error, with [Stdio.Kind#PIPES].
  InputStream stderr();
}
