/// Containers as users know them: names and ids, what an image and the user's options mean
/// together, state that outlives every process, removal, and what crashes leave behind.
///
/// Start reading at [Containers]. A container's record is written once, before anything else of it
/// exists; how it fares is only in what its launcher records (`StatusFile`), so that no state is
/// ever wrong because somebody was killed. Build steps, which have neither name nor record, are in
/// [BuildSteps].
@NullMarked
package dev.jbuild.engine.container;

import org.jspecify.annotations.NullMarked;
