package dev.jbuild.builder;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Small tar archives for tests, byte by byte, so that they hold exactly what a test wants.
final class TarBytes {
  private static final int BLOCK = 512;

  private TarBytes() {}

  /// An archive of entries.
  static byte[] of(byte[]... entries) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      archive.writeBytes(entry);
    }
    archive.writeBytes(new byte[2 * BLOCK]);
    return archive.toByteArray();
  }

  /// A regular file with mode 0600 that belongs to 7:8.
  static byte[] file(String name, String content) {
    return entry('0', name, content);
  }

  /// One entry: header and content, one byte for each character.
  static byte[] entry(char type, String name, String content) {
    byte[] data = content.getBytes(StandardCharsets.ISO_8859_1);
    byte[] entry = new byte[BLOCK + (data.length + BLOCK - 1) / BLOCK * BLOCK];
    put(entry, 0, name);
    put(entry, 100, "0000600");
    put(entry, 108, "0000007");
    put(entry, 116, "0000010");
    put(entry, 124, "%011o".formatted(data.length));
    put(entry, 136, "%011o".formatted(1_000_000_000L));
    entry[156] = (byte) type;
    put(entry, 257, "ustar");
    put(entry, 263, "00");
    Arrays.fill(entry, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += entry[i] & 0xff;
    }
    put(entry, 148, "%06o\0".formatted(sum));
    System.arraycopy(data, 0, entry, BLOCK, data.length);
    return entry;
  }

  /// A record for the content of an entry of type `x`, which says more about the entry after it.
  static String paxRecord(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int length = rest.length() + 1;
    while (String.valueOf(length).length() + rest.length() != length) {
      length++;
    }
    return length + rest;
  }

  private static void put(byte[] entry, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, entry, at, bytes.length);
  }
}
