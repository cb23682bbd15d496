/// The grammar of command lines: the options, positionals and texts of each command as data, and a
/// small fast parser for them.
///
/// Start with [dev.jbuild.cli.syntax.CommandSyntax]; [dev.jbuild.cli.syntax.ArgumentParser] turns a
/// command line into [dev.jbuild.cli.syntax.Arguments]. Help, completion and suggestions are made
/// from the same data elsewhere; nothing in here may load picocli.
@NullMarked
package dev.jbuild.cli.syntax;

import org.jspecify.annotations.NullMarked;
