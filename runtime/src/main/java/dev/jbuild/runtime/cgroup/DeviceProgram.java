package dev.jbuild.runtime.cgroup;

import java.util.ArrayList;
import java.util.List;

/// Compiles device rules to the eBPF program that version 2 has in place of the device controller:
/// type `BPF_PROG_TYPE_CGROUP_DEVICE`, which returns 1 to allow.
///
/// Its argument has three 32-bit numbers: access in the high and type in the low half, major,
/// minor.
final class DeviceProgram {
  private static final int LOAD_WORD = 0x61; // r = *(u32 *)(r + offset)
  private static final int MOVE_REGISTER = 0xbc; // 32 bit
  private static final int MOVE_NUMBER = 0xb7;
  private static final int AND_NUMBER = 0x54; // 32 bit
  private static final int SHIFT_RIGHT = 0x74; // 32 bit
  private static final int JUMP_NOT_EQUAL = 0x55;
  private static final int EXIT = 0x95;

  private static final int TYPE = 2;
  private static final int ACCESS = 3;
  private static final int MAJOR = 4;
  private static final int MINOR = 5;
  private static final int SCRATCH = 6;

  private static final int BLOCK_DEVICE = 1;
  private static final int CHARACTER_DEVICE = 2;
  private static final int ALL_ACCESS = 7;

  private final List<Long> code = new ArrayList<>();

  private DeviceProgram() {}

  static List<Long> compile(List<DeviceRule> rules) {
    DeviceProgram program = new DeviceProgram();
    program.emit(LOAD_WORD, TYPE, 1, 0, 0);
    program.emit(MOVE_REGISTER, ACCESS, TYPE, 0, 0);
    program.emit(AND_NUMBER, TYPE, 0, 0, 0xffff);
    program.emit(SHIFT_RIGHT, ACCESS, 0, 0, 16);
    program.emit(LOAD_WORD, MAJOR, 1, 4, 0);
    program.emit(LOAD_WORD, MINOR, 1, 8, 0);
    rules.forEach(program::rule);
    program.emit(MOVE_NUMBER, 0, 0, 0, 0);
    program.emit(EXIT, 0, 0, 0, 0);
    return List.copyOf(program.code);
  }

  /// Falls through to the next rule unless everything of this one fits.
  private void rule(DeviceRule rule) {
    int refused = ~rule.accessBits() & ALL_ACCESS;
    int length =
        3
            + (refused == 0 ? 0 : 3)
            + (rule.major() == DeviceRule.ANY ? 0 : 1)
            + (rule.minor() == DeviceRule.ANY ? 0 : 1);
    int end = code.size() + length;
    jumpUnless(TYPE, rule.type() == 'b' ? BLOCK_DEVICE : CHARACTER_DEVICE, end);
    if (refused != 0) {
      emit(MOVE_REGISTER, SCRATCH, ACCESS, 0, 0);
      emit(AND_NUMBER, SCRATCH, 0, 0, refused);
      jumpUnless(SCRATCH, 0, end);
    }
    if (rule.major() != DeviceRule.ANY) {
      jumpUnless(MAJOR, rule.major(), end);
    }
    if (rule.minor() != DeviceRule.ANY) {
      jumpUnless(MINOR, rule.minor(), end);
    }
    emit(MOVE_NUMBER, 0, 0, 0, 1);
    emit(EXIT, 0, 0, 0, 0);
  }

  private void jumpUnless(int register, int value, int target) {
    emit(JUMP_NOT_EQUAL, register, 0, target - (code.size() + 1), value);
  }

  private void emit(int operation, int destination, int source, int offset, int number) {
    code.add(
        operation
            | (long) (source << 4 | destination) << 8
            | (offset & 0xffffL) << 16
            | (long) number << 32);
  }
}
