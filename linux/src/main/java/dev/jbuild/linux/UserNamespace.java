package dev.jbuild.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.StringTokenizer;

/// Whether this process is in the user namespace that the system began with, user_namespaces(7).
///
/// In others, also root cannot make devices or write `trusted.` attributes, and only the user and
/// group IDs that are mapped exist.
public final class UserNamespace {
  private static final Path MAP = Path.of("/proc/self/uid_map");

  private UserNamespace() {}

  /// Asked once for the whole process, which cannot change it once it has threads.
  private static final class Asked {
    static final boolean INITIAL = ask();
  }

  /// Whether this is the initial user namespace.
  public static boolean isInitial() {
    return Asked.INITIAL;
  }

  private static boolean ask() {
    try {
      return isWhole(Files.readString(MAP));
    } catch (NoSuchFileException _) {
      return true; // a kernel without user namespaces
    } catch (IOException e) {
      throw new UncheckedIOException("reading '" + MAP + "' failed", e);
    }
  }

  /// Whether a map gives each of all IDs to itself.
  static boolean isWhole(String map) {
    StringTokenizer numbers = new StringTokenizer(map);
    return numbers.countTokens() == 3
        && numbers.nextToken().equals("0")
        && numbers.nextToken().equals("0")
        && numbers.nextToken().equals("4294967295");
  }
}
