/// First level of reading: physical lines to a tree of instruction words, flags, arguments and
/// heredocs. Unknown words and flags are kept as they are; their meaning is the next level's
/// matter. Start at [dev.jbuild.dockerfile.ast.SyntaxTree].
@NullMarked
package dev.jbuild.dockerfile.ast;

import org.jspecify.annotations.NullMarked;
