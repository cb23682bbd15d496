/// The steps of a build, one class per instruction that changes files: what they depend on and how
/// they are carried out.
///
/// All implement [dev.jbuild.builder.step.Work]. A step knows nothing of other steps, threads or
/// the cache.
@NullMarked
package dev.jbuild.builder.step;

import org.jspecify.annotations.NullMarked;
