/// The build checks: BuildKit's that need no variables expanded, and our own. Those of BuildKit
/// that do need them are raised while planning; all together are what
/// [dev.jbuild.dockerfile.lint.Linter] reports.
@NullMarked
package dev.jbuild.dockerfile.lint;

import org.jspecify.annotations.NullMarked;
