package dev.jbuild.image;

import org.jspecify.annotations.Nullable;

/// A parsed document together with the exact bytes it came from or was written as. Digests are
/// computed over these bytes, never over a second encoding. Two are equal when their bytes are.
public final class Encoded<T> {
  private final T value;
  private final byte[] bytes;
  private final Digest digest;

  private Encoded(T value, byte[] bytes) {
    this.value = value;
    this.bytes = bytes;
    this.digest = Digest.sha256(bytes);
  }

  /// Keeps the value and its bytes together; the array is not copied and must not change any more.
  public static <T> Encoded<T> of(T value, byte[] bytes) {
    return new Encoded<>(value, bytes);
  }

  public T value() {
    return value;
  }

  /// The document's bytes, shared: nobody may change them.
  public byte[] bytes() {
    return bytes;
  }

  /// The sha256 digest of the bytes.
  public Digest digest() {
    return digest;
  }

  /// A descriptor of the bytes.
  public Descriptor descriptor(String mediaType) {
    return Descriptor.of(mediaType, digest, bytes.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Encoded<?> e && digest.equals(e.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return digest + " " + value;
  }
}
