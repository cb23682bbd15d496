/// The build context: a directory of the user, read once, pruned by its ignore file.
///
/// Start with [dev.jbuild.builder.context.ContextTree]. File digests are remembered between builds
/// in a [dev.jbuild.builder.context.StatIndex], so that an unchanged context costs a walk and no
/// reading. Nothing here writes to the context.
@NullMarked
package dev.jbuild.builder.context;

import org.jspecify.annotations.NullMarked;
