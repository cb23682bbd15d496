package dev.jbuild.cli.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelRandomTest {
  private final KernelRandom random = new KernelRandom();

  @Test
  void fillsAllBytesAndDoesNotRepeat() {
    Set<String> seen = new HashSet<>();
    byte[] or = new byte[32];
    for (int i = 0; i < 64; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      seen.add(HexFormat.of().formatHex(bytes));
      for (int b = 0; b < or.length; b++) {
        or[b] |= bytes[b];
      }
    }
    assertEquals(64, seen.size());
    assertEquals("ff".repeat(32), HexFormat.of().formatHex(or));
  }

  @Test
  void usesAllBitsOfALong() {
    long or = 0;
    long and = -1;
    for (int i = 0; i < 128; i++) {
      long number = random.nextLong();
      or |= number;
      and &= number;
    }
    assertEquals(-1, or);
    assertEquals(0, and);
    assertNotEquals(random.nextLong(), random.nextLong());
    assertTrue(random.nextInt(10) < 10);
  }
}
