/// Word expansion as the Dockerfile language has it: quotes, escapes, variables with their
/// modifiers, and splitting into words. Usable alone; start at
/// [dev.jbuild.dockerfile.shell.WordExpander]. It knows nothing of instructions and runs no shell.
@NullMarked
package dev.jbuild.dockerfile.shell;

import org.jspecify.annotations.NullMarked;
