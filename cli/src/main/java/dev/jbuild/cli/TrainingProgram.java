package dev.jbuild.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The smallest program that an image can hold: an ELF file that ends with exit code 0. It lets the
/// training run containers on machines that have no base image.
final class TrainingProgram {
  private static final int HEADER = 64;
  private static final int SEGMENT = 56;
  private static final long ADDRESS = 0x400000;
  private static final int EXECUTABLE = 2;
  private static final int LOAD = 1;
  private static final int READ_AND_EXECUTE = 5;
  private static final long PAGE = 0x1000;

  private TrainingProgram() {}

  /// The program for a processor as the JVM names it.
  static byte[] bytes(String architecture) {
    boolean arm = architecture.equals("aarch64");
    // exit(0): mov edi, 0; mov eax, 60; syscall, or mov x0, 0; mov x8, 93; svc 0
    byte[] code =
        HexFormat.of().parseHex(arm ? "000080d2a80b80d2010000d4" : "bf00000000b83c0000000f05");
    short machine = (short) (arm ? 183 : 62);
    int size = HEADER + SEGMENT + code.length;
    ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(HexFormat.of().parseHex("7f454c46020101000000000000000000"));
    elf.putShort((short) EXECUTABLE).putShort(machine).putInt(1);
    elf.putLong(ADDRESS + HEADER + SEGMENT).putLong(HEADER).putLong(0).putInt(0);
    elf.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 1);
    elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    elf.putInt(LOAD).putInt(READ_AND_EXECUTE).putLong(0).putLong(ADDRESS).putLong(ADDRESS);
    elf.putLong(size).putLong(size).putLong(PAGE);
    return elf.put(code).array();
  }
}
