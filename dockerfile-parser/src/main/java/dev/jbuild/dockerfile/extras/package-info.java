/// What jbuild adds to the language where a file or its caller asks for it: INCLUDE, UNSET, and
/// variables in `--from`. Start at [dev.jbuild.dockerfile.extras.Extras]. A file that uses none of
/// them means the same with and without; nothing that BuildKit reads may come to mean something
/// else here.
@NullMarked
package dev.jbuild.dockerfile.extras;

import org.jspecify.annotations.NullMarked;
