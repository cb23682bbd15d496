/// Benchmarks of the layer store beside the programs that do the same from a shell. They write into
/// a directory of their own below `-Dbenchmark.directory`, by default that of temporary files; a
/// disk with a journal gives steady figures.
@NullMarked
package dev.jbuild.benchmarks.layer;

import org.jspecify.annotations.NullMarked;
