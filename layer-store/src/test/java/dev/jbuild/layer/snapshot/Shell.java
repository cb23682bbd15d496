package dev.jbuild.layer.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Runs scripts of tests: those of the shell, with lines `xattr FILE NAME VALUE`, for which there
/// is no command on most machines. No value removes the attribute; `-xattr` may fail.
final class Shell {
  private static final String XATTR = "xattr ";

  private Shell() {}

  /// Runs a script, which has to succeed in all its commands, in a directory.
  static void run(Path directory, String script) throws IOException, InterruptedException {
    StringBuilder commands = new StringBuilder();
    for (String line : script.lines().toList()) {
      if (line.startsWith(XATTR) || line.startsWith("-" + XATTR)) {
        shell(directory, commands.toString());
        commands.setLength(0);
        attribute(directory, line);
      } else {
        commands.append(line).append('\n');
      }
    }
    shell(directory, commands.toString());
  }

  private static void attribute(Path directory, String line) throws IOException {
    String[] words = line.split(" ");
    try (Fd fd = Opening.directory(directory)) {
      if (words.length < 4) {
        Xattrs.remove(fd, words[1], words[2]);
      } else {
        Xattrs.set(fd, words[1], words[2], words[3].getBytes(StandardCharsets.UTF_8));
      }
    } catch (SyscallException e) {
      if (!line.startsWith("-")) {
        throw e;
      }
    }
  }

  private static void shell(Path directory, String script)
      throws IOException, InterruptedException {
    if (script.isBlank()) {
      return;
    }
    Process sh =
        new ProcessBuilder("/bin/sh", "-e", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, sh.waitFor(), script + "\n" + output);
  }
}
