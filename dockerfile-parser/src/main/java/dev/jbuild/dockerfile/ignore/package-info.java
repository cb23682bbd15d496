/// Ignore files (`.dockerignore`): which paths of the context are left out. Start at
/// [dev.jbuild.dockerfile.ignore.IgnorePatterns]. Matching is on texts; nothing here touches a
/// file.
@NullMarked
package dev.jbuild.dockerfile.ignore;

import org.jspecify.annotations.NullMarked;
