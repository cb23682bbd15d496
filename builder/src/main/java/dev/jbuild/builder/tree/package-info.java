/// File trees that steps read from, whatever they are kept in: a context directory, the merged
/// layers of a stage or an image, or a few files written in the Dockerfile.
///
/// Start with [dev.jbuild.builder.tree.FileTree]. A [dev.jbuild.builder.tree.Selection] is what a
/// source operand of `COPY` picks from a tree, and [dev.jbuild.builder.tree.ContentKey] is its
/// digest. Nothing here writes.
@NullMarked
package dev.jbuild.builder.tree;

import org.jspecify.annotations.NullMarked;
