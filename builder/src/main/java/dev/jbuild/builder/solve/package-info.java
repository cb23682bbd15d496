/// Brings a build plan to its result: bases resolved, stages side by side, each step looked up in
/// the cache or carried out.
///
/// Start with [dev.jbuild.builder.solve.Solver]. What a single step does is in the package `step`;
/// here is the order, the sharing of equal steps, and what happens when one fails.
@NullMarked
package dev.jbuild.builder.solve;

import org.jspecify.annotations.NullMarked;
