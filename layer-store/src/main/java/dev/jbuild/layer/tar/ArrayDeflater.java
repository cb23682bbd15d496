package dev.jbuild.layer.tar;

import java.util.zip.Deflater;

/// Compresses one array after the other to raw deflate, RFC 1951, with the JDK's zlib. The output
/// depends on the input and the level alone. Not for two threads at once.
final class ArrayDeflater implements AutoCloseable {
  /// The most bytes before the input that it may refer to.
  static final int WINDOW = 32 << 10;

  private final Deflater zlib;

  /// @param level from 1, the fastest, to 9, the smallest
  ArrayDeflater(int level) {
    this.zlib = new Deflater(level, true);
  }

  /// The room that compressing needs at most.
  static int bound(int length) {
    return length + (length >>> 9) + 64;
  }

  /// Compresses a part of an array.
  ///
  /// @param window how many bytes before `start` the receiver has already, at most [#WINDOW]
  /// @param last whether nothing follows; otherwise the output ends with an empty stored block, so
  ///   that more output can follow at a whole byte
  /// @param out with room for [#bound] of the length
  /// @return how many bytes of `out` were used
  int deflate(byte[] in, int window, int start, int end, boolean last, byte[] out) {
    zlib.reset();
    if (window > 0) {
      zlib.setDictionary(in, start - window, window);
    }
    zlib.setInput(in, start, end - start);
    if (last) {
      zlib.finish();
    }
    int used = zlib.deflate(out, 0, out.length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
    if (last ? !zlib.finished() : used == out.length) {
      throw new IllegalStateException("zlib needs more than its bound for " + (end - start));
    }
    return used;
  }

  @Override
  public void close() {
    zlib.end();
  }
}
