package dev.jbuild.layer.tar;

import dev.jbuild.linux.FileNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Writes tars in one canonical form: equal entries give equal bytes, for ever.
///
/// - ustar headers; what does not fit goes into a PAX header before it, and only that.
/// - Owners are numbers; user and group names are empty. Times are whole seconds.
/// - Names longer than 100 bytes use the prefix field when they can be split, else PAX.
/// - Names beyond ASCII are PAX records as well as raw bytes in the header.
/// - Extended attributes are `SCHILY.xattr.` records in the order of their names.
/// - Devices have their numbers, other entries have zeros in octal there.
/// - The end is two zero blocks, no padding to a record.
///
/// Changing any of this changes the digests of all layers made here. Follows pax(1), "ustar
/// Interchange Format" and "pax Interchange Format".
public final class TarWriter {
  private static final int NAME = 100;
  private static final int PREFIX = 155;
  private static final long MAX_ID = 07777777;
  private static final long MAX_SIZE = 077777777777L;

  private final OutputStream out;
  private final byte[] block = new byte[Header.BLOCK];
  private long written;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /// Writes the headers of an entry; its content follows through [#content] if it has any.
  public void header(TarEntry entry) throws IOException {
    byte[] name = FileNames.encode(entry.name());
    byte[] link = FileNames.encode(entry.linkName());
    ByteArrayOutputStream pax = new ByteArrayOutputStream();
    int split = split(name);
    if (split < 0 || !isAscii(name)) {
      PaxRecords.write(pax, "path", name);
    }
    if (link.length > NAME || !isAscii(link)) {
      PaxRecords.write(pax, "linkpath", link);
    }
    if (entry.size() > MAX_SIZE) {
      number(pax, "size", entry.size());
    }
    if (entry.uid() > MAX_ID) {
      number(pax, "uid", entry.uid());
    }
    if (entry.gid() > MAX_ID) {
      number(pax, "gid", entry.gid());
    }
    if (entry.seconds() < 0 || entry.seconds() > MAX_SIZE) {
      number(pax, "mtime", entry.seconds());
    }
    for (Map.Entry<String, byte[]> x : new TreeMap<>(entry.xattrs()).entrySet()) {
      PaxRecords.write(pax, "SCHILY.xattr." + x.getKey(), x.getValue());
    }
    if (pax.size() > 0) {
      byte[] records = pax.toByteArray();
      start("PaxHeaders.0/entry".getBytes(StandardCharsets.US_ASCII), 0, 'x');
      octal(124, 12, records.length);
      put(100, "0000644\0");
      finishHeader();
      content(records, 0, records.length);
      pad();
    }
    start(name, Math.max(split, 0), entry.type().flag());
    octal(100, 8, entry.mode());
    octal(108, 8, Math.min(entry.uid(), MAX_ID));
    octal(116, 8, Math.min(entry.gid(), MAX_ID));
    octal(124, 12, Math.min(entry.size(), MAX_SIZE));
    octal(136, 12, Math.clamp(entry.seconds(), 0, MAX_SIZE));
    System.arraycopy(link, 0, block, 157, Math.min(link.length, NAME));
    octal(329, 8, entry.major());
    octal(337, 8, entry.minor());
    finishHeader();
  }

  /// Writes content of the current entry.
  public void content(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    written += length;
  }

  /// Fills up to a whole block after the last content of an entry.
  public void pad() throws IOException {
    int padding = (int) (-written & (Header.BLOCK - 1));
    if (padding > 0) {
      Arrays.fill(block, (byte) 0);
      out.write(block, 0, padding);
      written += padding;
    }
  }

  /// Writes the end mark; the stream stays open.
  public void finish() throws IOException {
    Arrays.fill(block, (byte) 0);
    out.write(block);
    out.write(block);
    written += 2L * Header.BLOCK;
    out.flush();
  }

  /// Number of bytes written so far.
  public long written() {
    return written;
  }

  /// Where to cut a name into prefix and name: 0 when it needs no cut, -1 when it cannot be cut.
  private static int split(byte[] name) {
    if (name.length <= NAME) {
      return 0;
    }
    // The last slash that leaves at most 155 bytes before it and 1 to 100 after it.
    for (int i = Math.min(PREFIX, name.length - 2); i >= name.length - NAME - 1 && i > 0; i--) {
      if (name[i] == '/') {
        return i;
      }
    }
    return -1;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static void number(ByteArrayOutputStream pax, String key, long value) {
    PaxRecords.write(pax, key, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  private void start(byte[] name, int split, char type) {
    Arrays.fill(block, (byte) 0);
    int from = split > 0 ? split + 1 : 0;
    System.arraycopy(name, from, block, 0, Math.min(name.length - from, NAME));
    System.arraycopy(name, 0, block, 345, split);
    block[156] = (byte) type;
    put(257, "ustar\00000");
    octal(108, 8, 0);
    octal(116, 8, 0);
    octal(136, 12, 0);
    octal(329, 8, 0);
    octal(337, 8, 0);
  }

  private void put(int offset, String text) {
    for (int i = 0; i < text.length(); i++) {
      block[offset + i] = (byte) text.charAt(i);
    }
  }

  private void octal(int offset, int length, long value) {
    long rest = value;
    for (int i = offset + length - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
    block[offset + length - 1] = 0;
  }

  private void finishHeader() throws IOException {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(148, 7, sum);
    out.write(block);
    written += Header.BLOCK;
  }
}
