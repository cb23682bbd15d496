/// Benchmarks of the Dockerfile parser: real files from [dev.jbuild.benchmarks.dockerfile.Corpus],
/// and generated ones where size is the subject. A benchmark returns what it made, so that nothing
/// of it is optimised away.
@NullMarked
package dev.jbuild.benchmarks.dockerfile;

import org.jspecify.annotations.NullMarked;
