package dev.jbuild.runtime.seccomp;

import java.util.List;

/// A processor architecture as seccomp names it (`AUDIT_ARCH_*`), and its column in the table.
enum Architecture {
  X86_64(0xc000_003e, 1),
  X86(0x4000_0003, 2),
  AARCH64(0xc000_00b7, 3);

  private final int auditCode;
  private final int column;

  Architecture(int auditCode, int column) {
    this.auditCode = auditCode;
    this.column = column;
  }

  int auditCode() {
    return auditCode;
  }

  int column() {
    return column;
  }

  /// The architectures whose programs a processor of this one runs. 32-bit ARM is not among those
  /// of AArch64: many such processors cannot run it.
  List<Architecture> family() {
    return this == X86_64 ? List.of(X86_64, X86) : List.of(this);
  }

  /// The one with this name, as `os.arch` has it.
  ///
  /// @throws IllegalArgumentException when there is no table for it
  static Architecture named(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default ->
          throw new IllegalArgumentException(
              "no system call table for processor architecture '"
                  + osArch
                  + "', known are amd64 and aarch64");
    };
  }
}
