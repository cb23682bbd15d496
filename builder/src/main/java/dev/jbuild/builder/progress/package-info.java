/// Turns what steps do into the events of a listener, one at a time and with durations.
///
/// [dev.jbuild.builder.progress.Progress] hands out numbered steps;
/// [dev.jbuild.builder.progress.Running] is one that has begun. Rendering is the listener's matter.
@NullMarked
package dev.jbuild.builder.progress;

import org.jspecify.annotations.NullMarked;
