package dev.jbuild.runtime.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A piece of classic BPF (seccomp(2), "struct sock_filter"), built back to front: a conditional
/// jump is given the pieces it leads to. Every piece ends in a verdict on all its ways.
record FilterCode(List<Long> instructions) {
  private static final int LOAD_WORD = 0x20;
  private static final int AND = 0x54;
  private static final int JUMP = 0x05;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_AT_LEAST = 0x35;
  private static final int RETURN = 0x06;

  private static final int ALLOW = 0x7fff_0000;
  private static final int ERRNO = 0x0005_0000;
  private static final int KILL_PROCESS = 0x8000_0000;

  /// Offsets in what the filter looks at (`struct seccomp_data`); of arguments the low word.
  static final int NUMBER = 0;

  static final int ARCHITECTURE = 4;
  static final int FIRST_ARGUMENT = 16;

  /// How far a conditional jump reaches.
  private static final int REACH = 255;

  FilterCode {
    instructions = List.copyOf(instructions);
  }

  static FilterCode allow() {
    return new FilterCode(List.of(instruction(RETURN, 0, 0, ALLOW)));
  }

  static FilterCode refuse(int errno) {
    return new FilterCode(List.of(instruction(RETURN, 0, 0, ERRNO | errno)));
  }

  static FilterCode kill() {
    return new FilterCode(List.of(instruction(RETURN, 0, 0, KILL_PROCESS)));
  }

  static FilterCode load(int offset, FilterCode next) {
    return before(instruction(LOAD_WORD, 0, 0, offset), next);
  }

  static FilterCode and(int mask, FilterCode next) {
    return before(instruction(AND, 0, 0, mask), next);
  }

  static FilterCode ifEqual(int value, FilterCode yes, FilterCode no) {
    return branch(JUMP_EQUAL, value, yes, no);
  }

  /// Unsigned.
  static FilterCode ifAtLeast(int value, FilterCode yes, FilterCode no) {
    return branch(JUMP_AT_LEAST, value, yes, no);
  }

  private static FilterCode before(long first, FilterCode rest) {
    List<Long> all = new ArrayList<>(rest.instructions.size() + 1);
    all.add(first);
    all.addAll(rest.instructions);
    return new FilterCode(all);
  }

  /// `no` follows at once, `yes` behind it; over a long `no` leads an unconditional jump.
  private static FilterCode branch(int operation, int value, FilterCode yes, FilterCode no) {
    int distance = no.instructions.size();
    List<Long> all = new ArrayList<>(distance + yes.instructions.size() + 2);
    if (distance <= REACH) {
      all.add(instruction(operation, distance, 0, value));
    } else {
      all.add(instruction(operation, 0, 1, value));
      all.add(instruction(JUMP, 0, 0, distance));
    }
    all.addAll(no.instructions);
    all.addAll(yes.instructions);
    return new FilterCode(all);
  }

  private static long instruction(int operation, int whenTrue, int whenFalse, int number) {
    return operation
        | (long) whenTrue << 16
        | (long) whenFalse << 24
        | (number & 0xffff_ffffL) << 32;
  }

  /// The form the kernel takes: eight bytes an instruction, little-endian as all our processors
  /// are.
  byte[] toByteArray() {
    ByteBuffer buffer = ByteBuffer.allocate(8 * instructions.size()).order(ByteOrder.LITTLE_ENDIAN);
    instructions.forEach(buffer::putLong);
    return buffer.array();
  }
}
