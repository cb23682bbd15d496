/// The build checks that need no variables expanded. Those that do are raised while planning; both
/// together are what [dev.jbuild.dockerfile.lint.Linter] reports.
@NullMarked
package dev.jbuild.dockerfile.lint;

import org.jspecify.annotations.NullMarked;
