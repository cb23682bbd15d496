/// Writes what `COPY`, `ADD` and `WORKDIR` ask for into a layer in the making.
///
/// Start with [dev.jbuild.builder.copy.Copier]. What is copied was selected before, by the types of
/// `tree`; whether it has to be copied at all is decided elsewhere.
@NullMarked
package dev.jbuild.builder.copy;

import org.jspecify.annotations.NullMarked;
