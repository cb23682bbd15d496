package dev.jbuild.layer.tar;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.jbuild.layer.Compression;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Packs a stream, with fixed settings and all processors.
public final class Packing {
  /// Writes into a stream that packs.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private Packing() {}

  /// Packs what `content` writes; `out` stays open.
  public static void pack(OutputStream out, Compression compression, int threads, Content content)
      throws IOException {
    switch (compression.method()) {
      case NONE -> content.writeTo(out);
      case GZIP -> {
        BlockGzip gzip = new BlockGzip(out, compression.level(), threads);
        try {
          content.writeTo(gzip);
          gzip.close();
        } finally {
          gzip.abandon();
        }
      }
      case ZSTD -> {
        // Workers cut the input at fixed places, so their number does not show in the output; one
        // worker and none differ, hence at least one.
        try (ZstdOutputStreamNoFinalizer zstd =
            new ZstdOutputStreamNoFinalizer(new KeptOpen(out), compression.level())) {
          zstd.setWorkers(Math.max(1, threads));
          zstd.setChecksum(true);
          content.writeTo(zstd);
        }
      }
    }
  }

  private static final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
