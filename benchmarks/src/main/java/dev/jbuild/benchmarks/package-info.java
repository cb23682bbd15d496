@NullMarked
package dev.jbuild.benchmarks;

import org.jspecify.annotations.NullMarked;
