/// Roots for containers where the kernel or the file system has no overlay: the copying driver.
///
/// Start reading at [Snapshots], which decides between overlay and copy, and at [FullCopy], which
/// fills the directory that would be an overlay's upper one with all that the layers show, and
/// afterwards takes out of it whatever did not change, so that it is again what an overlay would
/// have left. No layer is in another form because of the driver.
@NullMarked
package dev.jbuild.layer.snapshot;

import org.jspecify.annotations.NullMarked;
