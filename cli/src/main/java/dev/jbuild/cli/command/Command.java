package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;

/// One command. It keeps nothing between invocations.
public interface Command {
  /// What its command line looks like.
  CommandSyntax syntax();

  /// Does the work.
  ///
  /// @return the exit code of the process
  /// @throws Exception one whose message is a line for the user; what to exit with is decided by
  ///   the caller
  int run(Invocation invocation, Arguments arguments) throws Exception;
}
