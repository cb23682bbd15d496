/// Prints what the parser and the planner found, as one JSON object a file, in the schema that the
/// reference implementation's results are kept in; for comparisons and for debugging. Start at
/// [dev.jbuild.dockerfile.emit.Emitter].
@NullMarked
package dev.jbuild.dockerfile.emit;

import org.jspecify.annotations.NullMarked;
