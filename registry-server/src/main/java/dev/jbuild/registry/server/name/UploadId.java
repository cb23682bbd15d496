package dev.jbuild.registry.server.name;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// The identifier of an upload in progress: a random UUID in its canonical lower-case form, hard to
/// guess because knowing it is enough to go on with the upload.
public record UploadId(UUID value) {

  /// A fresh identifier.
  public static UploadId random(RandomGenerator random) {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & (-1L >>> 2)) | (1L << 63);
    return new UploadId(new UUID(high, low));
  }

  /// Reads the canonical form.
  ///
  /// @throws IllegalArgumentException for anything else
  public static UploadId parse(String text) {
    if (text.length() == 36) {
      try {
        UploadId id = new UploadId(UUID.fromString(text));
        if (id.toString().equals(text)) {
          return id;
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("'" + text + "' is not an upload identifier", e);
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not an upload identifier");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
