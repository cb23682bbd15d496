/// What earlier builds left: which layer a step with given inputs made.
///
/// A [dev.jbuild.builder.cache.CacheKey] is a structured record of the inputs, not only a digest,
/// so that two builds can be compared. [dev.jbuild.builder.cache.BuildCache] keeps keys and results
/// in the store. How keys are put together is known to the steps themselves.
@NullMarked
package dev.jbuild.builder.cache;

import org.jspecify.annotations.NullMarked;
