/// The commands of jbuild, one class each: its syntax as data and what it does.
///
/// [dev.jbuild.cli.command.Commands] finds a command by name and loads no other. A command gets an
/// [dev.jbuild.cli.invocation.Invocation] and the parsed arguments, and returns its exit code. What
/// several commands need of the other modules is in `wiring`; what a server would need as well is
/// in the modules below `cli`.
@NullMarked
package dev.jbuild.cli.command;

import org.jspecify.annotations.NullMarked;
