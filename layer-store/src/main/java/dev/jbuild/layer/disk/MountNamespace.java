package dev.jbuild.layer.disk;

import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A mount namespace, known by its number, by the boot, and by the first process in it that can be
/// found: as long as that one is there, so is the namespace. Other namespaces' mounts can't be
/// seen, and their numbers are given again to later ones, mount_namespaces(7).
///
/// @param process number of the process
/// @param started when that process began, in ticks since the boot
record MountNamespace(String number, String boot, long process, long started) {
  private static final Path PROC = Path.of("/proc");

  /// The one that this process is in.
  static MountNamespace current() throws IOException {
    String number = number("self");
    long process = ProcessHandle.current().pid();
    for (long p = process; p > 0 && isIn(p, number); p = number(stat(p), 1)) {
      process = p;
    }
    return new MountNamespace(number, bootId(), process, number(stat(process), 19));
  }

  /// The one that a record tells of.
  static MountNamespace read(JsonObject body) throws JsonException {
    return new MountNamespace(
        body.text("namespace"),
        body.text("boot"),
        body.integer("process").orElse(0L),
        body.integer("started").orElse(0L));
  }

  JsonObject.Builder write(JsonObject.Builder to) {
    return to.put("namespace", number)
        .put("boot", boot)
        .put("process", process)
        .put("started", started);
  }

  /// Whether this one may still be there, and is another than that of this process.
  boolean isElsewhere() throws IOException {
    return boot.equals(bootId()) && !number.equals(number("self")) && !isGone();
  }

  private boolean isGone() {
    if (process == 0) {
      return false; // a record that does not tell
    }
    try {
      return number(stat(process), 19) != started;
    } catch (IOException _) {
      return true;
    }
  }

  private static String bootId() throws IOException {
    return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
  }

  private static String number(String process) throws IOException {
    return Files.readSymbolicLink(PROC.resolve(process).resolve("ns/mnt")).toString();
  }

  private static boolean isIn(long process, String number) {
    try {
      return number(Long.toString(process)).equals(number);
    } catch (IOException _) {
      return false; // of another user, or of a user namespace around this one
    }
  }

  /// The fields of /proc/PID/stat from the state on, which is the third, proc(5).
  private static String[] stat(long process) throws IOException {
    String line = Files.readString(PROC.resolve(Long.toString(process)).resolve("stat"));
    return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static long number(String[] fields, int index) {
    return Long.parseLong(fields[index]);
  }
}
