/// What one call of `jbuild` gets from outside and what it gives back: arguments, environment,
/// working directory, streams, terminal facts, clock and exit code.
///
/// Start with [dev.jbuild.cli.invocation.Invocation]. Nothing here, and nothing that uses it,
/// touches the process's own streams, environment or working directory, so that one process can
/// serve many invocations. Commands and their syntax do not belong here.
@NullMarked
package dev.jbuild.cli.invocation;

import org.jspecify.annotations.NullMarked;
