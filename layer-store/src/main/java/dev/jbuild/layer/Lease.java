package dev.jbuild.layer;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.util.Optional;

/// A promise that garbage collection leaves alone what its holder works with.
///
/// Covered are content and layers that anybody adds while the lease is held, and older ones that
/// were asked for through [#keep]. The lease of a process that has died counts no more.
public interface Lease extends AutoCloseable {
  /// Keeps content that may have been there before.
  ///
  /// @return whether it is there; if so it stays until the lease is closed
  boolean keep(Digest content) throws IOException;

  /// Keeps a layer that may have been there before.
  ///
  /// @return the layer, which stays until the lease is closed, or nothing when it is not there
  Optional<Layer> keep(LayerId layer) throws IOException;

  @Override
  void close() throws IOException;
}
