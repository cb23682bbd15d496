package dev.jbuild.engine.transfer;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import java.io.IOException;

/// Sends images that a list names and that are not in the store whole, but elsewhere.
@FunctionalInterface
public interface PartCopier {
  /// Copies an image, its manifest included, into a repository.
  ///
  /// @return false when nobody knows where it is
  boolean copy(Descriptor manifest, Reference repository, TransferListener listener)
      throws IOException, InterruptedException;
}
