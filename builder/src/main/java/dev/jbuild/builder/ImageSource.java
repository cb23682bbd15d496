package dev.jbuild.builder;

import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import java.io.IOException;

/// Where the images of `FROM`, `COPY --from` and mounts come from.
///
/// Implementations are safe for use by several threads; the builder asks once for each name and
/// platform in a build.
public interface ImageSource {

  /// Finds an image. With [PullPolicy#IF_MISSING] an image that the store has is found without any
  /// network. The layers need not be local when this returns, see [ResolvedImage#layers].
  ///
  /// @throws IOException when there is no such image, it is not for the platform, or its registry
  ///   fails; the message names the image and says what to do
  ResolvedImage resolve(
      Reference name, Platform platform, PullPolicy policy, TransferListener transfers)
      throws IOException, InterruptedException;

  /// Told about bytes that are moved for an image.
  @FunctionalInterface
  interface TransferListener {
    /// Some bytes of an item arrived.
    ///
    /// @param item what is moved, such as a short layer digest
    /// @param done bytes moved so far
    /// @param total bytes to move in all, negative when unknown
    void transferred(String item, long done, long total);
  }
}
