package dev.jbuild.layer.tar;

import java.util.zip.Deflater;

/// Compresses one array after the other to raw deflate, RFC 1951, with the JDK's zlib. The output
/// depends on the input and the level alone. Not for two threads at once.
///
/// Pieces of which a sample does not get smaller, as in pictures and archives, are stored as they
/// are: zlib takes longest over those, and gains nothing.
final class ArrayDeflater implements AutoCloseable {
  /// The most bytes before the input that it may refer to.
  static final int WINDOW = 32 << 10;

  private static final int PIECE = 64 << 10;
  private static final int SAMPLE = 8 << 10;

  private final Deflater zlib;
  private final Deflater stored = new Deflater(Deflater.NO_COMPRESSION, true);
  private final Deflater quick = new Deflater(Deflater.BEST_SPEED, true);
  private final byte[] scratch = new byte[bound(SAMPLE)];

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
    int used = 0;
    int at = start;
    boolean shrinks = shrinks(in, start - window, at, end);
    do {
      boolean kind = shrinks;
      int stop = at;
      do {
        stop = Math.min(end, stop + PIECE);
        shrinks = shrinks(in, start - window, stop, end);
      } while (stop < end && shrinks == kind);
      int known = kind ? Math.min(WINDOW, at - start + window) : 0;
      used += deflate(kind ? zlib : stored, in, known, at, stop, last && stop == end, out, used);
      at = stop;
    } while (at < end);
    return used;
  }

  /// Whether a sample from the piece that begins here gets smaller by a fiftieth or more. What is
  /// shorter than a piece counts as if.
  private boolean shrinks(byte[] in, int from, int at, int end) {
    if (end - at < PIECE) {
      return true;
    }
    int sample = at + PIECE / 2;
    int window = Math.min(SAMPLE, sample - from);
    int used = deflate(quick, in, window, sample, sample + SAMPLE, false, scratch, 0);
    return used < SAMPLE - SAMPLE / 50;
  }

  private static int deflate(
      Deflater deflater,
      byte[] in,
      int window,
      int start,
      int end,
      boolean last,
      byte[] out,
      int offset) {
    deflater.reset();
    if (window > 0) {
      deflater.setDictionary(in, start - window, window);
    }
    deflater.setInput(in, start, end - start);
    if (last) {
      deflater.finish();
    }
    int room = out.length - offset;
    int used = deflater.deflate(out, offset, room, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
    if (last ? !deflater.finished() : used == room) {
      throw new IllegalStateException("zlib needs more than its bound for " + (end - start));
    }
    return used;
  }

  @Override
  public void close() {
    zlib.end();
    stored.end();
    quick.end();
  }
}
