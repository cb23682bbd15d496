package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Signals;

/// Makes Ctrl-C and SIGTERM interrupt the thread that does the work, so that it winds up in order:
/// steps are killed, half-written things removed, the terminal restored. A second signal finds its
/// usual effect and ends the process at once.
public final class Interruption implements AutoCloseable {
  private final Signals.Registration registration;
  private volatile String received = "";

  private Interruption(Invocation invocation) {
    Thread worker = Thread.currentThread();
    registration =
        invocation
            .signals()
            .handle(
                name -> {
                  close();
                  received = name;
                  worker.interrupt();
                },
                "INT",
                "TERM",
                "HUP");
  }

  /// Some work that can be interrupted.
  @FunctionalInterface
  public interface Work<T> {
    T run() throws Exception;
  }

  /// Does the work on this thread.
  ///
  /// @throws CommandException when a signal ended it, whatever the work itself threw then
  public static <T> T allow(Invocation invocation, Work<T> work) throws Exception {
    try (Interruption interruption = new Interruption(invocation)) {
      try {
        return work.run();
      } catch (Exception e) {
        String signal = interruption.received;
        if (signal.isEmpty()) {
          throw e;
        }
        Thread.interrupted();
        throw CommandException.stopped(signal, e);
      }
    }
  }

  @Override
  public void close() {
    registration.close();
  }
}
