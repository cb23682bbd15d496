package dev.jbuild.engine.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process of this host, told from a later one of the same number by its start time.
///
/// @param startTime in clock ticks since the host booted
public record HostProcess(long pid, long startTime) {

  /// This process.
  public static HostProcess current() throws IOException {
    long pid = ProcessHandle.current().pid();
    return new HostProcess(pid, startTime(pid));
  }

  /// Whether it still runs.
  boolean isAlive() {
    try {
      return startTime(pid) == startTime;
    } catch (IOException e) {
      return false; // no such process
    }
  }

  /// Field 22 of proc_pid_stat(5); the second, a name, may hold blanks and parentheses.
  private static long startTime(long pid) throws IOException {
    String stat =
        Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
  }
}
