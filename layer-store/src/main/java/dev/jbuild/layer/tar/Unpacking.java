package dev.jbuild.layer.tar;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// Finds out by the first bytes how a stream is compressed, and unpacks it.
public final class Unpacking {
  /// What a stream's first bytes say it is.
  public enum Format {
    PLAIN,
    GZIP,
    ZSTD,
    BZIP2,
    XZ;

    /// Recognises a format by at least six bytes, fewer when the stream has no more.
    public static Format of(byte[] start) {
      if (starts(start, 0x1f, 0x8b, 8)) {
        return GZIP;
      }
      if (starts(start, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(start)) {
        return ZSTD;
      }
      if (starts(start, 'B', 'Z', 'h')) {
        return BZIP2;
      }
      if (starts(start, 0xfd, '7', 'z', 'X', 'Z', 0)) {
        return XZ;
      }
      return PLAIN;
    }

    /// Frames that decoders pass over may come first, RFC 8878, section "Skippable Frames".
    private static boolean isSkippableFrame(byte[] start) {
      return start.length >= 4
          && (start[0] & 0xf0) == 0x50
          && start[1] == 0x2a
          && start[2] == 0x4d
          && start[3] == 0x18;
    }

    private static boolean starts(byte[] bytes, int... wanted) {
      if (bytes.length < wanted.length) {
        return false;
      }
      for (int i = 0; i < wanted.length; i++) {
        if ((bytes[i] & 0xff) != wanted[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private Unpacking() {}

  /// The unpacked form of a stream. Closing it closes the stream.
  ///
  /// @throws TarException when the format is known but cannot be read
  public static InputStream of(InputStream in) throws IOException {
    PushbackInputStream whole = new PushbackInputStream(in, 6);
    byte[] start = whole.readNBytes(6);
    whole.unread(start);
    return switch (Format.of(start)) {
      case PLAIN -> whole;
      case GZIP -> new Gunzip(whole);
      case ZSTD -> new Zstd(whole);
      case BZIP2 -> Bzip2.open(whole);
      case XZ -> Xz.open(whole);
    };
  }

  /// zstd with its errors in our words.
  private static final class Zstd extends InputStream {
    private final ZstdInputStreamNoFinalizer in;

    Zstd(InputStream packed) throws IOException {
      in = new ZstdInputStreamNoFinalizer(packed);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (ZstdIOException e) {
        throw new TarException("zstd data is malformed: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /// bzip2, loaded only when met.
  private static final class Bzip2 {
    static InputStream open(InputStream in) throws IOException {
      return new BZip2CompressorInputStream(in, true);
    }
  }

  /// xz, loaded only when met.
  private static final class Xz {
    /// Enough for `xz -9`, which needs 65 MiB.
    private static final int MEMORY_KIB = 128 << 10;

    static InputStream open(InputStream in) throws IOException {
      return new org.tukaani.xz.XZInputStream(in, MEMORY_KIB);
    }
  }
}
