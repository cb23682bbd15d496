package dev.jbuild.registry.server;

import dev.jbuild.image.json.ImageJson;
import java.time.Duration;

/// Bounds on what clients may ask of a registry. Each one has a value that suits a small team.
///
/// @param manifestBytes largest manifest accepted; 4 MiB is what the distribution specification
///   asks for and the most that the codec reads
/// @param blobBytes largest blob accepted, counted over all chunks of an upload
/// @param headerBytes largest request line and headers together
/// @param idle how long a connection may be silent, between and within requests
/// @param uploads how many requests may carry blob data at the same time; the next one is told to
///   come back later
/// @param grace how long requests in flight are waited for when the registry stops
public record Limits(
    int manifestBytes,
    long blobBytes,
    int headerBytes,
    Duration idle,
    int uploads,
    Duration grace) {

  /// 4 MiB manifests, 1 TiB blobs, 32 KiB headers, 60 s of silence, 512 uploads, 15 s of grace.
  public static final Limits DEFAULT =
      new Limits(
          ImageJson.MAX_MANIFEST,
          1L << 40,
          32 << 10,
          Duration.ofSeconds(60),
          512,
          Duration.ofSeconds(15));

  public Limits {
    if (manifestBytes < 1 || manifestBytes > ImageJson.MAX_MANIFEST) {
      throw new IllegalArgumentException(
          "manifest limit of %d bytes is not between 1 and %d"
              .formatted(manifestBytes, ImageJson.MAX_MANIFEST));
    }
    requirePositive("blob limit", blobBytes);
    requirePositive("header limit", headerBytes);
    requirePositive("upload limit", uploads);
    requirePositive("idle time-out in ms", idle.toMillis());
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace of " + grace + " is negative");
    }
  }

  private static void requirePositive(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s of %d is not positive".formatted(what, value));
    }
  }
}
