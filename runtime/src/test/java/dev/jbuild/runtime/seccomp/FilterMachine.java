package dev.jbuild.runtime.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Runs a filter as the kernel would: an interpreter of the classic BPF that seccomp(2) takes. It
/// checks what the kernel's verifier checks: forward jumps inside the program, a return at every
/// end.
final class FilterMachine {
  static final int ALLOW = 0x7fff_0000;
  static final int KILL = 0x8000_0000;

  private final ByteBuffer program;
  private int steps;

  FilterMachine(byte[] program) {
    this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    if (program.length % 8 != 0 || program.length / 8 > 4096) {
      throw new AssertionError("not 1 to 4096 instructions: " + program.length + " bytes");
    }
  }

  static int errno(int number) {
    return 0x0005_0000 | number;
  }

  /// How many instructions the last run took.
  int steps() {
    return steps;
  }

  int run(int architecture, int number, long firstArgument) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(architecture).putLong(0).putLong(firstArgument);
    int accumulator = 0;
    int at = 0;
    for (steps = 1; ; steps++) {
      int code = Short.toUnsignedInt(program.getShort(8 * at));
      int whenTrue = Byte.toUnsignedInt(program.get(8 * at + 2));
      int whenFalse = Byte.toUnsignedInt(program.get(8 * at + 3));
      int k = program.getInt(8 * at + 4);
      at++;
      switch (code) {
        case 0x20 -> accumulator = data.getInt(k);
        case 0x54 -> accumulator &= k;
        case 0x05 -> at += k;
        case 0x15 -> at += accumulator == k ? whenTrue : whenFalse;
        case 0x35 -> at += Integer.compareUnsigned(accumulator, k) >= 0 ? whenTrue : whenFalse;
        case 0x06 -> {
          return k;
        }
        default -> throw new AssertionError("instruction %x at %d".formatted(code, at - 1));
      }
    }
  }
}
