/// Help texts, suggestions and shell completion, made from the data in `syntax`.
///
/// The only place that uses picocli: [dev.jbuild.cli.help.PicocliCommand] turns a command's syntax
/// into picocli's model, and the other classes print from it. An ordinary valid command line never
/// loads this package, which keeps picocli out of the start-up time.
@NullMarked
package dev.jbuild.cli.help;

import org.jspecify.annotations.NullMarked;
