/// From tar to tree: [LayerExtractor] applies a layer with whiteouts and hard links to lower files,
/// [ArchiveExtractor] unpacks an ordinary archive as `ADD` does. Both take entries from `tar` and
/// hand paths to `tree`, which keeps them inside the root; what is refused here is what no honest
/// layer has.
@NullMarked
package dev.jbuild.layer.unpack;

import org.jspecify.annotations.NullMarked;
