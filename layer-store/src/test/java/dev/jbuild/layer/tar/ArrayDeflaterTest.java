package dev.jbuild.layer.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayDeflaterTest {
  private static final int MAX = 300_000;

  /// Data of one kind.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sample(String name, byte[] bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> samples() {
    Random random = new Random(1);
    byte[] noise = new byte[MAX];
    random.nextBytes(noise);
    int[] skewed = new int[MAX];
    for (int i = 0; i < MAX; i++) {
      skewed[i] = Integer.numberOfLeadingZeros(random.nextInt());
    }
    return Stream.of(
        new Sample("noise", noise),
        sample("zeros", i -> 0),
        sample("one value", i -> 'x'),
        sample("period of 7", i -> i % 7),
        sample("period as long as the window", i -> noise[i % ArrayDeflater.WINDOW]),
        sample("period longer than the window", i -> noise[i % (ArrayDeflater.WINDOW + 1)]),
        sample("skewed, needing the longest codes", i -> skewed[i]),
        sample("sixteen values", i -> noise[i] & 15),
        sample("noise and words", i -> i % 5000 < 2500 ? noise[i] : words(i, noise)),
        sample("short runs", i -> noise[i / 6]),
        sample("runs near the longest length", i -> noise[i / 259]));
  }

  private static byte words(int i, byte[] noise) {
    return (byte) ('a' + noise[(noise[i / 9] & 31) * 9 + i % 9] % 13);
  }

  private static Sample sample(String name, IntUnaryOperator at) {
    byte[] bytes = new byte[MAX];
    for (int i = 0; i < MAX; i++) {
      bytes[i] = (byte) at.applyAsInt(i);
    }
    return new Sample(name, bytes);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyLevelGivesBackWhatItGot(Sample sample) throws DataFormatException {
    for (int level = 1; level <= 9; level++) {
      for (boolean last : new boolean[] {true, false}) {
        assertSame(sample.bytes(), 0, 0, MAX, level, last);
        assertSame(sample.bytes(), ArrayDeflater.WINDOW, 100_000, 100_017, level, last);
        assertSame(sample.bytes(), 1000, 5000, 90_001, level, last);
      }
    }
  }

  @Test
  void noiseIsStoredAndWordsBesideItAreNot() {
    byte[] bytes = new byte[BlockGzip.BLOCK];
    new Random(2).nextBytes(bytes);
    int whole = bytes.length + bytes.length / 65_535 * 5 + 10;
    assertEquals(whole, deflated(bytes), 10);
    Arrays.fill(bytes, 100_000, 400_000, (byte) 'x');
    assertEquals(whole - 300_000, deflated(bytes), 10_000);
  }

  private static int deflated(byte[] bytes) {
    try (ArrayDeflater deflater = new ArrayDeflater(4)) {
      byte[] out = new byte[ArrayDeflater.bound(bytes.length)];
      return deflater.deflate(bytes, 0, 0, bytes.length, true, out);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 11, 12, 13, 20, 257, 258, 259, 16_320, 16_384, 65_536})
  void dataOfEveryLengthComesBack(int length) throws DataFormatException {
    for (Sample sample : samples().toList()) {
      for (int level : new int[] {1, 5}) {
        assertSame(sample.bytes(), 0, 0, length, level, true);
        assertSame(sample.bytes(), 3, 3, 3 + length, level, false);
      }
    }
  }

  private static void assertSame(
      byte[] data, int window, int start, int end, int level, boolean last)
      throws DataFormatException {
    byte[] out = new byte[ArrayDeflater.bound(end - start)];
    int used;
    try (ArrayDeflater deflater = new ArrayDeflater(level)) {
      deflater.deflate(data, 0, 0, 1000, true, new byte[2000]);
      used = deflater.deflate(data, window, start, end, last, out);
    }
    Inflater inflater = new Inflater(true);
    try {
      if (window > 0) {
        inflater.setDictionary(data, start - window, window);
      }
      inflater.setInput(out, 0, used);
      byte[] back = new byte[end - start + 1];
      int got = 0;
      int more;
      while ((more = inflater.inflate(back, got, back.length - got)) > 0) {
        got += more;
      }
      assertArrayEquals(
          Arrays.copyOfRange(data, start, end),
          Arrays.copyOf(back, got),
          "level %d, %d to %d".formatted(level, start, end));
      assertEquals(last, inflater.finished());
      assertEquals(0, inflater.getRemaining());
    } finally {
      inflater.end();
    }
  }
}
