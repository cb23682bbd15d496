/// From tree to tar: [TreeTar] writes the one tar that a directory in overlay form stands for. Its
/// bytes are a pure function of the directory; the digest of them is the layer's diff ID.
@NullMarked
package dev.jbuild.layer.diff;

import org.jspecify.annotations.NullMarked;
