package dev.jbuild.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Who this process is, credentials(7), and its umask(2).
public final class Credentials {
  private Credentials() {}

  /// The effective user ID.
  public static long effectiveUser() {
    return Syscalls.call(Call.GETEUID, Scratch.get(), 0, 0, 0, 0, 0);
  }

  /// The effective group ID.
  public static long effectiveGroup() {
    return Syscalls.call(Call.GETEGID, Scratch.get(), 0, 0, 0, 0, 0);
  }

  /// The bits that the process takes away from the mode of what it creates. Read without changing
  /// it, which umask(2) itself cannot do; all bits when `/proc` does not tell.
  public static int umask() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("Umask:")) {
        return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
      }
    }
    return 07777;
  }
}
