package dev.jbuild.runtime.launch;

import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ExitStatus;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What the launcher recorded of a container: the file `status` in its state directory, as
/// `record.h` describes it. It is the truth about a container whoever started it, and outlives all
/// processes.
public final class StatusFile {
  /// A process that cannot be mistaken for a later one of the same number.
  public record ProcessId(long pid, long startTime) {}

  /// The command ran from this time on.
  public record Started(ProcessId process, ProcessId shim, Instant at) {}

  /// It ended so.
  public record Exited(ExitStatus status, Instant at) {}

  /// It was never run: who is to blame, what call failed on what, and how.
  public record Failed(
      ContainerException.Cause blame, int errno, String call, String subject, Instant at) {}

  private static final ReentrantLock PROBING = new ReentrantLock();

  private final Path file;

  /// The record in a container's state directory; it need not exist yet.
  public StatusFile(Path stateDirectory) {
    this.file = stateDirectory.resolve("status");
  }

  /// Whether the launcher, or what it left to clear away, still lives.
  public boolean isAlive() throws IOException {
    PROBING.lock();
    // Shared, so that several who ask at the same time do not take each other for the launcher.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    } finally {
      PROBING.unlock();
    }
  }

  /// That the command was run, if it was.
  public Optional<Started> started() throws IOException {
    return line("started")
        .map(f ->
            new Started(
                new ProcessId(number(f, "pid"), number(f, "start")),
                new ProcessId(number(f, "shim"), number(f, "shimstart")),
                Instant.ofEpochMilli(number(f, "time"))));
  }

  /// How the command ended, if it has.
  public Optional<Exited> exited() throws IOException {
    return line("exited")
        .map(f ->
            new Exited(
                new ExitStatus(
                    (int) number(f, "code"), (int) number(f, "signal"), number(f, "oom") != 0),
                Instant.ofEpochMilli(number(f, "time"))));
  }

  /// Why the command was not run, if it was not.
  public Optional<Failed> failed() throws IOException {
    return line("failed")
        .map(f ->
            new Failed(
                switch ((int) number(f, "blame")) {
                  case 126 -> ContainerException.Cause.NOT_EXECUTABLE;
                  case 127 -> ContainerException.Cause.NOT_FOUND;
                  default -> ContainerException.Cause.RUNTIME;
                },
                (int) number(f, "errno"),
                f.getOrDefault("call", ""),
                f.getOrDefault("subject", ""),
                Instant.ofEpochMilli(number(f, "time"))));
  }

  /// The fields of the line of a kind; a last line without its end is not there yet.
  private Optional<Map<String, String>> line(String kind) throws IOException {
    List<String> lines;
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return lines.stream()
        .filter(l -> l.startsWith(kind + " "))
        .findFirst()
        .map(l -> fields(l.substring(kind.length() + 1)));
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split(" ", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        String escaped = field.substring(equals + 1).replace("+", "%2B");
        fields.put(field.substring(0, equals), URLDecoder.decode(escaped, StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private long number(Map<String, String> fields, String name) {
    try {
      return Long.parseUnsignedLong(fields.getOrDefault(name, ""));
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          "read '" + file + "': no number '" + name + "', the file was not written by jbuild", e);
    }
  }
}
