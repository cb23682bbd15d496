package dev.jbuild.layer;

import dev.jbuild.image.Digest;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SequencedSet;

/// An unpacked layer: a directory that can be a lower directory of an overlay mount.
///
/// A file that the layer deletes is a character device 0:0 in it; a directory that hides what is
/// below has the extended attribute `trusted.overlay.opaque` (`user.overlay.opaque` in the store of
/// an ordinary user) with value `y`, if who unpacked it could write that: see [LayerStore#prepare].
/// The directory must not be changed by anybody.
///
/// @param id what the layer is kept under
/// @param directory the root of the tree
/// @param size sum of the sizes of its regular files, in bytes, as image lists show it
/// @param tarSize number of bytes of its tar, whose digest is the diff ID
/// @param entries number of entries of its tar
/// @param opaque paths of the opaque directories, without leading slash
/// @param standIns whether it has files that stand for devices
public record Layer(
    LayerId id,
    Path directory,
    long size,
    long tarSize,
    long entries,
    SequencedSet<String> opaque,
    boolean standIns) {
  public Layer {
    Objects.requireNonNull(id);
    Objects.requireNonNull(directory);
    opaque = java.util.Collections.unmodifiableSequencedSet(new java.util.LinkedHashSet<>(opaque));
  }

  /// The digest of the layer's uncompressed tar.
  public Digest diffId() {
    return id.diffId();
  }
}
