package dev.jbuild.runtime.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceProgramTest {
  private static final int MAKE = 1;
  private static final int READ = 2;
  private static final int WRITE = 4;
  private static final int BLOCK = 1;
  private static final int CHARACTER = 2;

  private final List<Long> program = DeviceProgram.compile(DeviceRule.DEFAULT);

  /// Interprets the few eBPF instructions the compiler uses; 32-bit ones clear the upper half.
  private long run(int type, int access, int major, int minor) {
    long[] context = {access << 16 | type, major, minor};
    long[] r = new long[11];
    int at = 0;
    while (true) {
      long i = program.get(at++);
      int destination = (int) (i >> 8 & 15);
      int source = (int) (i >> 12 & 15);
      short offset = (short) (i >> 16);
      int number = (int) (i >> 32);
      switch ((int) (i & 0xff)) {
        case 0x61 -> r[destination] = context[offset / 4];
        case 0xbc -> r[destination] = r[source] & 0xffff_ffffL;
        case 0xb7 -> r[destination] = number;
        case 0x54 -> r[destination] = r[destination] & number & 0xffff_ffffL;
        case 0x74 -> r[destination] = (r[destination] & 0xffff_ffffL) >>> number;
        case 0x55 -> at += r[destination] != number ? offset : 0;
        case 0x95 -> {
          return r[0];
        }
        default -> throw new AssertionError("instruction %x".formatted(i));
      }
    }
  }

  @Test
  void harmlessDevicesCanBeUsed() {
    for (int minor : new int[] {3, 5, 7, 8, 9}) {
      assertEquals(1, run(CHARACTER, READ | WRITE, 1, minor));
    }
    assertEquals(1, run(CHARACTER, READ | WRITE | MAKE, 5, 0));
    assertEquals(1, run(CHARACTER, READ, 136, 77));
  }

  @Test
  void nodesOfAllDevicesCanBeMadeButNotOpened() {
    assertEquals(1, run(BLOCK, MAKE, 254, 0));
    assertEquals(0, run(BLOCK, READ, 254, 0));
    assertEquals(0, run(BLOCK, READ | MAKE, 254, 0));
    assertEquals(0, run(CHARACTER, READ, 1, 1), "memory");
    assertEquals(0, run(CHARACTER, WRITE, 10, 200), "tunnels");
    assertEquals(0, run(BLOCK, WRITE, 1, 3), "a block device of the null device's numbers");
  }
}
