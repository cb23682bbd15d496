package dev.jbuild.layer;

import dev.jbuild.image.MediaTypes;

/// How a layer's tar is packed for transfer. The same tar and the same value always give the same
/// bytes, on any machine and with any number of threads.
///
/// @param level the method's own scale; 0 when the method has none
public record Compression(Method method, int level) {
  /// A method that registries and other tools know.
  public enum Method {
    NONE(MediaTypes.OCI_LAYER),
    GZIP(MediaTypes.OCI_LAYER_GZIP),
    ZSTD(MediaTypes.OCI_LAYER_ZSTD);

    private final String mediaType;

    Method(String mediaType) {
      this.mediaType = mediaType;
    }

    /// The OCI media type of a layer packed so.
    public String mediaType() {
      return mediaType;
    }
  }

  /// The plain tar.
  public static final Compression NONE = new Compression(Method.NONE, 0);

  /// What every tool reads: gzip, at the level that takes half the time of zlib's own choice (6)
  /// for a few hundredths more of size.
  public static final Compression GZIP = new Compression(Method.GZIP, 4);

  /// Several times faster than gzip and smaller; needs tools from 2020 or later.
  public static final Compression ZSTD = new Compression(Method.ZSTD, 3);

  public Compression {
    boolean fits =
        switch (method) {
          case NONE -> level == 0;
          case GZIP -> level >= 1 && level <= 9;
          case ZSTD -> level >= 1 && level <= 19;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "compression level %d is not one of %s".formatted(level, method));
    }
  }
}
