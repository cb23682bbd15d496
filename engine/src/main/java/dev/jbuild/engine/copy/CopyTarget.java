package dev.jbuild.engine.copy;

import dev.jbuild.image.Descriptor;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.RawManifest;
import java.io.IOException;
import java.util.function.LongConsumer;

/// Takes blobs and manifests, and stores nothing whose bytes do not have its digest.
interface CopyTarget {
  /// Whether a manifest is there, and with it all that it lists.
  boolean hasManifest(Descriptor manifest) throws IOException;

  boolean hasBlob(Descriptor blob) throws IOException;

  /// Takes a blob over from the source without moving its bytes, where that can be done.
  boolean takeOver(Descriptor blob, Place source) throws IOException;

  void put(Descriptor blob, BlobSource bytes, LongConsumer progress) throws IOException;

  /// Stores a manifest that another one lists.
  void putListed(RawManifest manifest) throws IOException;

  /// Stores a manifest that refers to another.
  void putReferrer(RawManifest manifest) throws IOException;

  /// Stores a manifest under the place's name.
  Descriptor putNamed(RawManifest manifest) throws IOException;

  /// Says that all is there.
  default void finish() throws IOException {}
}
