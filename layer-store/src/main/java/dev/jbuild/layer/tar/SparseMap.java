package dev.jbuild.layer.tar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Where the data of a sparse file lies: extents in rising order that do not overlap. GNU tar
/// manual, "Storing Sparse Files".
record SparseMap(List<Extent> extents, long size) {
  /// @param offset where in the file
  record Extent(long offset, long length) {}

  /// More extents than any real file; a map is held in memory.
  private static final int MAX_EXTENTS = 1 << 20;

  /// Reads the blocks that follow a header somewhere.
  interface Blocks {
    Header next() throws IOException;
  }

  static SparseMap of(List<Long> offsetsAndLengths, long size, long stored) throws TarException {
    if (offsetsAndLengths.size() % 2 != 0) {
      throw new TarException("sparse map has an offset without a length");
    }
    List<Extent> extents = new ArrayList<>();
    long end = 0;
    long sum = 0;
    for (int i = 0; i < offsetsAndLengths.size(); i += 2) {
      long offset = offsetsAndLengths.get(i);
      long length = offsetsAndLengths.get(i + 1);
      if (offset < end || length < 0 || length > size - offset) {
        throw new TarException(
            "sparse map has %d bytes at %d, which does not fit after %d in %d"
                .formatted(length, offset, end, size));
      }
      end = offset + length;
      sum += length;
      if (length > 0) {
        extents.add(new Extent(offset, length));
      }
    }
    if (sum != stored) {
      throw new TarException("sparse map covers %d bytes but %d are stored".formatted(sum, stored));
    }
    return new SparseMap(extents, size);
  }

  /// Reads GNU's old form: four extents in the header, 21 in each block that follows.
  static List<Long> oldGnu(Header header, Blocks blocks) throws IOException {
    List<Long> numbers = new ArrayList<>();
    add(numbers, header, 386, 4);
    boolean more = header.at(482) != 0;
    while (more) {
      Header extension = blocks.next();
      add(numbers, extension, 0, 21);
      more = extension.at(504) != 0;
      checkCount(numbers.size() / 2L);
    }
    return numbers;
  }

  private static void add(List<Long> numbers, Header block, int offset, int count)
      throws TarException {
    for (int i = 0; i < count; i++) {
      int at = offset + i * 24;
      if (block.at(at) == 0) {
        return;
      }
      numbers.add(block.number(at, 12, "sparse offset"));
      numbers.add(block.number(at + 12, 12, "sparse length"));
    }
  }

  static void checkCount(long extents) throws TarException {
    if (extents < 0 || extents > MAX_EXTENTS) {
      throw new TarException("sparse map has more than " + MAX_EXTENTS + " extents");
    }
  }
}
