package dev.jbuild.layer.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jbuild.layer.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
  private static byte[] data(int size) {
    byte[] data = new byte[size];
    Random random = new Random(size);
    for (int i = 0; i < size; i++) {
      data[i] = (byte) (random.nextInt(10) == 0 ? random.nextInt() : 'a' + i % 7);
    }
    return data;
  }

  private static byte[] pack(byte[] data, Compression compression, int threads) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Packing.pack(out, compression, threads, o -> o.write(data));
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 5, BlockGzip.BLOCK - 1, BlockGzip.BLOCK, BlockGzip.BLOCK + 1, 3_000_000})
  void gzipIsTheSameWithAnyNumberOfThreadsAndEveryoneReadsIt(int size) throws IOException {
    byte[] data = data(size);
    byte[] packed = pack(data, Compression.GZIP, 1);
    assertArrayEquals(packed, pack(data, Compression.GZIP, 3));
    try (InputStream jdk = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      assertArrayEquals(data, jdk.readAllBytes());
    }
    try (InputStream ours = Unpacking.of(new ByteArrayInputStream(packed))) {
      assertArrayEquals(data, ours.readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3_000_000})
  void zstdIsTheSameWithAnyNumberOfThreads(int size) throws IOException {
    byte[] data = data(size);
    byte[] packed = pack(data, Compression.ZSTD, 1);
    assertArrayEquals(packed, pack(data, Compression.ZSTD, 2));
    try (InputStream ours = Unpacking.of(new ByteArrayInputStream(packed))) {
      assertArrayEquals(data, ours.readAllBytes());
    }
  }

  @Test
  void gunzipReadsAllMembersHoweverSlowlyTheyArrive() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(data(1000 + i));
      }
    }
    InputStream drip =
        new FilterInputStream(new ByteArrayInputStream(out.toByteArray())) {
          @Override
          public int read(byte[] b, int off, int len) throws IOException {
            return super.read(b, off, Math.min(len, 1));
          }

          @Override
          public int available() {
            return 0;
          }
        };
    try (InputStream in = Unpacking.of(drip)) {
      assertEquals(3003, in.readAllBytes().length);
    }
  }

  /// As eStargz: a member for each file, and an empty one at the end whose extra field says where
  /// the table of contents is.
  @Test
  void eStargzIsPlainGzip() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] data = data(5000);
    for (int i = 0; i < 5; i++) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(data, i * 1000, 1000);
      }
    }
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 0xff});
    byte[] offset = "SG\u0016\0000000000000001234STARGZ".getBytes(StandardCharsets.ISO_8859_1);
    out.writeBytes(new byte[] {(byte) offset.length, 0});
    out.writeBytes(offset);
    out.writeBytes(new byte[] {1, 0, 0, (byte) 0xff, (byte) 0xff}); // a stored block without bytes
    out.writeBytes(new byte[8]);
    try (InputStream in = Unpacking.of(new ByteArrayInputStream(out.toByteArray()))) {
      assertArrayEquals(data, in.readAllBytes());
    }
  }

  /// As zstd:chunked: a frame for each file, and frames that are to be skipped with the table of
  /// contents.
  @Test
  void zstdChunkedIsPlainZstd() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] data = data(5000);
    for (int i = 0; i < 5; i++) {
      out.writeBytes(
          pack(Arrays.copyOfRange(data, i * 1000, i * 1000 + 1000), Compression.ZSTD, 1));
    }
    for (int length : new int[] {300, 64}) {
      out.writeBytes(
          new byte[] {0x50, 0x2a, 0x4d, 0x18, (byte) length, (byte) (length >> 8), 0, 0});
      out.writeBytes(new byte[length]);
    }
    try (InputStream in = Unpacking.of(new ByteArrayInputStream(out.toByteArray()))) {
      assertArrayEquals(data, in.readAllBytes());
    }
  }

  @Test
  void gunzipNoticesDamage() throws IOException {
    byte[] packed = pack(data(100_000), Compression.GZIP, 1);
    byte[] shorter = Arrays.copyOf(packed, packed.length / 2);
    assertThrows(EOFException.class, () -> read(shorter));
    byte[] sum = packed.clone();
    sum[sum.length - 6] ^= 1;
    assertThrows(TarException.class, () -> read(sum));
    byte[] more = Arrays.copyOf(packed, packed.length + 4);
    more[packed.length] = 'x';
    assertThrows(TarException.class, () -> read(more));
  }

  @Test
  void zstdNoticesDamage() throws IOException {
    byte[] packed = pack(data(100_000), Compression.ZSTD, 1);
    packed[packed.length / 2] ^= 1;
    assertThrows(TarException.class, () -> read(packed));
  }

  private static void read(byte[] packed) throws IOException {
    try (InputStream in = Unpacking.of(new ByteArrayInputStream(packed))) {
      in.readAllBytes();
    }
  }

  @Test
  void aFailingSourceFailsThePacking() {
    assertThrows(
        IOException.class,
        () ->
            Packing.pack(
                new ByteArrayOutputStream(),
                Compression.GZIP,
                2,
                out -> {
                  out.write(data(2_000_000));
                  throw new IOException("the source broke");
                }));
  }
}
