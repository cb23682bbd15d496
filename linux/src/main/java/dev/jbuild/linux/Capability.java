package dev.jbuild.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A privilege of root, capabilities(7). Root of a container has some of them; root of a user
/// namespace may have all, but only over what belongs to that namespace.
public enum Capability {
  /// Set-group-ID bits stay on files of other groups.
  FSETID(4),
  /// Mounts, and attributes of the `trusted.` name space.
  SYS_ADMIN(21),
  /// Devices.
  MKNOD(27);

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String EFFECTIVE = "CapEff:";

  private final int number;

  Capability(int number) {
    this.number = number;
  }

  /// Asked once for the whole process, which never changes them.
  private static final class Asked {
    static final long EFFECTIVE_SET = ask();
  }

  /// Whether this process has it.
  public boolean isEffective() {
    return isIn(Asked.EFFECTIVE_SET);
  }

  /// Whether a set has it, whose bits are numbered as capabilities are.
  boolean isIn(long set) {
    return (set >>> number & 1) != 0;
  }

  private static long ask() {
    try {
      return effective(Files.readString(STATUS));
    } catch (NoSuchFileException _) {
      return -1; // what cannot be known is refused by the kernel itself
    } catch (IOException e) {
      throw new UncheckedIOException("reading '" + STATUS + "' failed", e);
    }
  }

  /// The effective set in what proc(5) tells of a process; all when it does not say.
  static long effective(String status) {
    for (String line : status.split("\n", -1)) {
      if (line.startsWith(EFFECTIVE)) {
        return Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16);
      }
    }
    return -1;
  }
}
