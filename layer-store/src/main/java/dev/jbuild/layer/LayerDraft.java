package dev.jbuild.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A layer in the making. It belongs to one build step; [#close] drops it unless it was committed.
///
/// The directory can be the upper directory of an overlay mount, or be filled through [#tree()]. An
/// overlay must be mounted with `redirect_dir=off,metacopy=off` and unmounted before the commit.
public interface LayerDraft extends AutoCloseable {
  /// The root of the new layer's tree.
  Path directory();

  /// An empty directory on the same file system, as overlay mounts need it; the parents are
  /// [prepared][LayerStore#prepare] for one.
  ///
  /// @throws IOException when the file system has no extended attributes, without which a process
  ///   in the overlay could not remove directories
  Path workDirectory() throws IOException;

  /// The layers below, lowest first.
  List<Layer> parents();

  /// What a container on this draft would see: the draft over its parents, as they are now.
  UnionView view() throws IOException;

  /// Writes into the draft, safely whatever the names and links in it are.
  TreeWriter tree() throws IOException;

  /// Publishes the draft as a layer, keyed by the digest of its tar. If the store has an equal
  /// layer, that one is returned and the draft's files go.
  ///
  /// @param latest later modification times are set back to this one; null leaves all as they are
  Layer commit(@Nullable Instant latest) throws IOException;

  /// Removes the draft unless it was committed.
  @Override
  void close() throws IOException;
}
