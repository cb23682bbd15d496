package dev.jbuild.layer.tar;

import dev.jbuild.linux.FileNames;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a tar, entry by entry: ustar, PAX, old and new GNU, sparse files of all four forms.
///
/// Meant for hostile input: what is held in memory is bounded whatever the headers claim. Names are
/// given as they stand; what they may do is for the caller to say. After the last entry the stream
/// is read to its end, since a digest covers it all. Own code, because names must survive as bytes
/// and header memory must be bounded, see docs/decisions.
public final class TarReader {
  /// The most bytes that the headers of one entry may have; extended attributes can need some
  /// hundred KiB.
  private static final int MAX_HEADERS = 1 << 20;

  private final InputStream in;
  private final byte[] block = new byte[Header.BLOCK];
  private final byte[] waste = new byte[16 << 10];

  /// Bytes of the current entry in the archive that were not read yet, and the padding after them.
  private long stored;

  private int padding;

  private @Nullable Iterator<SparseMap.Extent> extents;
  private SparseMap.@Nullable Extent extent;
  private long position;
  private long size;

  public TarReader(InputStream in) {
    this.in = in;
  }

  /// The next entry, null after the last.
  ///
  /// @throws TarException when the stream is no tar
  /// @throws EOFException when it ends in the middle
  public @Nullable TarEntry next() throws IOException {
    skipRest();
    PaxRecords pax = PaxRecords.NONE;
    String longName = null;
    String longLink = null;
    int budget = MAX_HEADERS;
    while (true) {
      if (!readBlock()) {
        return null;
      }
      Header header = new Header(block);
      if (header.isZero()) {
        drain();
        return null;
      }
      header.check();
      long headerSize = header.size();
      switch (header.type()) {
        case 'x', 'X' -> pax = PaxRecords.parse(content(headerSize, budget));
        case 'L' -> longName = name(content(headerSize, budget));
        case 'K' -> longLink = name(content(headerSize, budget));
        case 'g', 'V', 'M', 'N' -> skip(headerSize); // global header (git archive), labels
        default -> {
          return entry(new Header(block.clone()), pax, longName, longLink);
        }
      }
      budget -= (int) Math.min(headerSize, budget) + Header.BLOCK;
      if (budget <= 0) {
        throw new TarException("headers of one entry are longer than " + MAX_HEADERS + " bytes");
      }
    }
  }

  private TarEntry entry(
      Header header, PaxRecords pax, @Nullable String longName, @Nullable String longLink)
      throws IOException {
    String name = pax.text("path").orElse(longName == null ? header.name() : longName);
    String link = pax.text("linkpath").orElse(longLink == null ? header.linkName() : longLink);
    TarType type = type(header, name);
    long headerSize = pax.number("size").isPresent() ? pax.number("size").get() : header.size();
    // As in Go's archive/tar, and so in docker: nothing follows links, devices and directories,
    // whatever their size field says.
    stored = type == TarType.FILE || header.type() == 'D' ? headerSize : 0;
    padding = padding(stored);
    size = stored;
    position = 0;
    extents = null;
    extent = null;
    boolean sparse = type == TarType.FILE && openSparse(header, pax);
    if (pax.text("GNU.sparse.name").isPresent()) {
      name = pax.text("GNU.sparse.name").get();
    }
    Optional<long[]> modified = pax.time("mtime");
    return new TarEntry(
        type,
        name,
        header.mode(),
        pax.number("uid").isPresent() ? pax.number("uid").get() : header.uid(),
        pax.number("gid").isPresent() ? pax.number("gid").get() : header.gid(),
        modified.isPresent() ? modified.get()[0] : header.modified(),
        modified.isPresent() ? (int) modified.get()[1] : 0,
        type == TarType.FILE ? size : 0,
        type == TarType.HARD_LINK || type == TarType.SYMLINK ? link : "",
        header.major(),
        header.minor(),
        sparse,
        pax.xattrs());
  }

  private static TarType type(Header header, String name) throws TarException {
    return switch (header.type()) {
      case '0', '\0', '7', 'S' -> name.endsWith("/") ? TarType.DIRECTORY : TarType.FILE;
      case '1' -> TarType.HARD_LINK;
      case '2' -> TarType.SYMLINK;
      case '3' -> TarType.CHARACTER_DEVICE;
      case '4' -> TarType.BLOCK_DEVICE;
      case '5', 'D' -> TarType.DIRECTORY;
      case '6' -> TarType.FIFO;
      default ->
          throw new TarException(
              "entry '%s' has unknown type 0x%02x".formatted(name, (int) header.type()));
    };
  }

  private boolean openSparse(Header header, PaxRecords pax) throws IOException {
    List<Long> numbers;
    long real;
    if (header.type() == 'S') {
      numbers = SparseMap.oldGnu(header, this::nextBlock);
      real = header.number(483, 12, "realsize");
    } else if (pax.text("GNU.sparse.major").isPresent()) {
      if (pax.number("GNU.sparse.major").get() == 0) {
        numbers = pax.sparseMap();
      } else {
        numbers = mapBeforeData();
      }
      real = pax.number("GNU.sparse.realsize").orElse(pax.number("GNU.sparse.size").orElse(0L));
    } else if (pax.text("GNU.sparse.size").isPresent()) {
      numbers = pax.sparseMap();
      real = pax.number("GNU.sparse.size").get();
    } else {
      return false;
    }
    if (real < 0) {
      throw new TarException("sparse file has negative size " + real);
    }
    SparseMap map = SparseMap.of(numbers, real, stored);
    extents = map.extents().iterator();
    extent = extents.hasNext() ? extents.next() : null;
    size = real;
    return true;
  }

  /// The map of GNU's sparse format 1.0: decimal lines in the blocks before the data.
  private List<Long> mapBeforeData() throws IOException {
    List<Long> numbers = new ArrayList<>();
    int at = Header.BLOCK;
    long remaining = -1;
    long value = 0;
    int digits = 0;
    while (remaining != 0) {
      if (at == Header.BLOCK) {
        nextStoredBlock();
        at = 0;
      }
      byte b = block[at++];
      if (b == '\n' && digits > 0) {
        if (remaining < 0) {
          SparseMap.checkCount(value);
          remaining = 2 * value;
        } else {
          numbers.add(value);
          remaining--;
        }
        value = 0;
        digits = 0;
      } else if (b >= '0' && b <= '9' && ++digits < 19) {
        value = value * 10 + b - '0';
      } else {
        throw new TarException("sparse map has a malformed number");
      }
    }
    return numbers;
  }

  private void nextStoredBlock() throws IOException {
    if (stored < Header.BLOCK) {
      throw new TarException("sparse map is longer than its entry");
    }
    nextBlock();
    stored -= Header.BLOCK;
  }

  private Header nextBlock() throws IOException {
    if (!readBlock()) {
      throw new EOFException("the tar ends within a sparse map");
    }
    return new Header(block);
  }

  /// Reads content of the current entry; holes read as zeros.
  ///
  /// @return how many bytes, -1 at the end
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (position == size) {
      return -1;
    }
    int want = (int) Math.min(length, size - position);
    SparseMap.Extent e = extent;
    if (extents != null && (e == null || position < e.offset())) {
      int hole = e == null ? want : (int) Math.min(want, e.offset() - position);
      java.util.Arrays.fill(bytes, offset, offset + hole, (byte) 0);
      position += hole;
      return hole;
    }
    if (e != null) {
      want = (int) Math.min(want, e.offset() + e.length() - position);
    }
    int got = in.read(bytes, offset, want);
    if (got < 0) {
      throw new EOFException("the tar ends within an entry, %d bytes early".formatted(stored));
    }
    position += got;
    stored -= got;
    if (e != null && extents != null && position == e.offset() + e.length()) {
      extent = extents.hasNext() ? extents.next() : null;
    }
    return got;
  }

  /// In a sparse entry, moves over the hole at the current position.
  ///
  /// @return its length, 0 when there is data or the end
  public long skipHole() {
    if (extents == null) {
      return 0;
    }
    long end = extent == null ? size : extent.offset();
    long hole = end - position;
    position = end;
    return hole;
  }

  private void skipRest() throws IOException {
    skipBytes(stored + padding);
    stored = 0;
    padding = 0;
  }

  private static int padding(long length) {
    return (int) (-length & (Header.BLOCK - 1));
  }

  private byte[] content(long length, int budget) throws IOException {
    if (length > budget) {
      throw new TarException(
          "header of %d bytes is longer than the limit of %d".formatted(length, MAX_HEADERS));
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("the tar ends within a header");
    }
    skipBytes(padding(length));
    return bytes;
  }

  private static String name(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return FileNames.decode(bytes, 0, end);
  }

  private void skip(long length) throws IOException {
    skipBytes(length);
    skipBytes(padding(length));
  }

  private void skipBytes(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int got = in.read(waste, 0, (int) Math.min(left, waste.length));
      if (got < 0) {
        throw new EOFException("the tar ends within an entry, %d bytes early".formatted(left));
      }
      left -= got;
    }
  }

  private boolean readBlock() throws IOException {
    int got = in.readNBytes(block, 0, Header.BLOCK);
    if (got > 0 && got < Header.BLOCK) {
      throw new EOFException("the tar ends within a header");
    }
    return got > 0;
  }

  /// Reads what follows the end mark.
  private void drain() throws IOException {
    while (in.read(waste, 0, waste.length) >= 0) {
      // only its passing by matters
    }
  }
}
