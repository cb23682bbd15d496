package dev.jbuild.layer.tar;

import dev.jbuild.linux.FileNames;

/// The fields of one 512-byte header block, pax(1), "ustar Interchange Format", and GNU's variants
/// of it.
final class Header {
  static final int BLOCK = 512;

  private final byte[] block;

  Header(byte[] block) {
    this.block = block;
  }

  byte at(int offset) {
    return block[offset];
  }

  /// Whether the block is all zeros, which ends an archive.
  boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /// Refuses a block whose sum does not fit. Some old tools added signed bytes.
  void check() throws TarException {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= 148 && i < 156 ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    long sum = octal(148, 8, "checksum");
    if (sum != unsigned && sum != signed) {
      throw new TarException("this is no tar header: its checksum does not fit");
    }
  }

  char type() {
    return (char) (block[156] & 0xff);
  }

  private boolean magic(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (block[257 + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The name, with the prefix where POSIX has one; GNU uses that place for other things.
  String name() {
    String name = text(0, 100);
    if (magic("ustar\0") && block[345] != 0) {
      return text(345, 155) + "/" + name;
    }
    return name;
  }

  String linkName() {
    return text(157, 100);
  }

  int mode() throws TarException {
    return (int) (number(100, 8, "mode") & 07777);
  }

  long uid() throws TarException {
    return number(108, 8, "uid");
  }

  long gid() throws TarException {
    return number(116, 8, "gid");
  }

  long size() throws TarException {
    long size = number(124, 12, "size");
    if (size < 0) {
      throw new TarException("entry '" + name() + "' has negative size " + size);
    }
    return size;
  }

  long modified() throws TarException {
    return number(136, 12, "mtime");
  }

  int major() throws TarException {
    return magic("ustar") ? (int) number(329, 8, "devmajor") : 0;
  }

  int minor() throws TarException {
    return magic("ustar") ? (int) number(337, 8, "devminor") : 0;
  }

  /// Bytes as text, up to the first NUL.
  String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return FileNames.decode(block, offset, end - offset);
  }

  /// A number in octal digits, or in GNU's base-256 form, which the first bit announces.
  long number(int offset, int length, String field) throws TarException {
    if ((block[offset] & 0x80) == 0) {
      return octal(offset, length, field);
    }
    // Two's complement over the remaining bits; the second bit is the sign.
    long value = (block[offset] & 0x40) != 0 ? -1 : 0;
    for (int i = offset; i < offset + length; i++) {
      int b = i == offset ? (block[i] & 0x7f) | (value < 0 ? 0x80 : 0) : block[i] & 0xff;
      long top = value >> 55;
      if (top != 0 && top != -1) {
        throw new TarException("field " + field + " does not fit into 64 bits");
      }
      value = value << 8 | b;
    }
    return value;
  }

  private long octal(int offset, int length, String field) throws TarException {
    int i = offset;
    int end = offset + length;
    while (i < end && (block[i] == ' ' || block[i] == 0)) {
      i++;
    }
    long value = 0;
    for (; i < end && block[i] != ' ' && block[i] != 0; i++) {
      int digit = block[i] - '0';
      if (digit < 0 || digit > 7) {
        throw new TarException(
            "field %s has byte 0x%02x where an octal digit was expected"
                .formatted(field, block[i] & 0xff));
      }
      if (value >>> 60 != 0) {
        throw new TarException("field " + field + " does not fit into 64 bits");
      }
      value = value << 3 | digit;
    }
    return value;
  }
}
