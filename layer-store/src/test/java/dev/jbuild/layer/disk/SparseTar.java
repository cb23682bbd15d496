package dev.jbuild.layer.disk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A tar with one sparse file in GNU's old form.
final class SparseTar {
  private SparseTar() {}

  static byte[] bytes(long offset, String data, long size) {
    byte[] tar = new byte[4 * 512];
    put(tar, 0, "sparse");
    put(tar, 100, "0000644");
    put(tar, 108, "0000000");
    put(tar, 116, "0000000");
    put(tar, 124, "%011o".formatted(data.length()));
    put(tar, 136, "%011o".formatted(0));
    tar[156] = 'S';
    put(tar, 257, "ustar  ");
    put(tar, 386, "%011o".formatted(offset));
    put(tar, 398, "%011o".formatted(data.length()));
    put(tar, 483, "%011o".formatted(size));
    Arrays.fill(tar, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i] & 0xff;
    }
    put(tar, 148, "%06o".formatted(sum));
    tar[154] = 0;
    put(tar, 512, data);
    return tar;
  }

  private static void put(byte[] tar, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, tar, offset, bytes.length);
  }
}
