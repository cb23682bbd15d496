package dev.jbuild.layer.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which start of the machine something belongs to, as the kernel names it.
///
/// @param text a UUID; [#UNKNOWN] where the kernel does not say
record BootId(String text) {
  private static final String UNKNOWN = "unknown";
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  static BootId current() throws IOException {
    return new BootId(Files.isReadable(FILE) ? Files.readString(FILE).strip() : UNKNOWN);
  }

  boolean isKnown() {
    return !text.equals(UNKNOWN);
  }
}
