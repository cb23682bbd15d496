package dev.jbuild.registry.client;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import org.jspecify.annotations.Nullable;

/// A manifest as a registry keeps it: its exact bytes with media type, digest and size. Two are
/// equal when their descriptors are.
public final class RawManifest {
  private final Descriptor descriptor;
  private final byte[] bytes;

  private RawManifest(Descriptor descriptor, byte[] bytes) {
    this.descriptor = descriptor;
    this.bytes = bytes;
  }

  /// Bytes that the descriptor describes; the array is not copied and must not change any more.
  ///
  /// @throws IllegalArgumentException when the sizes differ
  public static RawManifest of(Descriptor descriptor, byte[] bytes) {
    if (descriptor.size() != bytes.length) {
      throw new IllegalArgumentException(
          "manifest %s has %d bytes, its descriptor says %d"
              .formatted(descriptor.digest(), bytes.length, descriptor.size()));
    }
    return new RawManifest(descriptor, bytes);
  }

  /// Media type, digest and size.
  public Descriptor descriptor() {
    return descriptor;
  }

  /// The bytes, shared: nobody may change them.
  public byte[] bytes() {
    return bytes;
  }

  /// Reads the bytes as an image manifest or an index.
  ///
  /// @throws JsonException when they are neither
  public Encoded<Manifest> parse() throws JsonException {
    return ImageJson.manifest(bytes, descriptor.mediaType());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawManifest m && descriptor.equals(m.descriptor);
  }

  @Override
  public int hashCode() {
    return descriptor.hashCode();
  }

  @Override
  public String toString() {
    return descriptor.mediaType() + " " + descriptor.digest();
  }
}
