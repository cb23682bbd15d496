/// The `jbuild` command: [dev.jbuild.cli.Main] makes an invocation of the process it runs in, and
/// [dev.jbuild.cli.Dispatcher] finds the command, parses, runs and turns failures into messages.
///
/// This package is the only one that touches the process: its streams, environment, signals and
/// exit. Commands are in `command`.
@NullMarked
package dev.jbuild.cli;

import org.jspecify.annotations.NullMarked;
