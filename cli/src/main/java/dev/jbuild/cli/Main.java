package dev.jbuild.cli;

import dev.jbuild.cli.invocation.Invocation;

/// Where the process begins and ends.
public final class Main {
  private Main() {}

  /// Runs one command line and ends the process with its exit code.
  public static void main(String[] arguments) {
    Invocation invocation = ProcessInvocation.of(arguments);
    int exitCode = run(invocation);
    invocation.streams().out().flush();
    invocation.streams().err().flush();
    // not exit(): there are no shutdown hooks to run, and a thread that hangs must not keep us
    Runtime.getRuntime().halt(exitCode);
  }

  /// Runs one command line in the world of an invocation.
  ///
  /// @return the exit code; whatever fails has been told on standard error
  public static int run(Invocation invocation) {
    return new Dispatcher(invocation).run();
  }
}
