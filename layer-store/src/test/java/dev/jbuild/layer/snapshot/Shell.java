package dev.jbuild.layer.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/// Runs scripts of tests: those of the shell, with lines that a machine may have no command for.
///
/// - `xattr FILE NAME VALUE` sets an attribute, or removes it when there is no value; `-xattr` may
///   fail
/// - `whiteout FILE` marks a deletion
/// - `opaque DIRECTORY` hides what is below it
final class Shell {
  private static final Set<String> OURS = Set.of("xattr", "-xattr", "whiteout", "opaque");

  private Shell() {}

  /// Runs a script, which has to succeed in all its commands, in a directory.
  static void run(Path directory, String script) throws IOException, InterruptedException {
    StringBuilder commands = new StringBuilder();
    for (String line : script.lines().toList()) {
      String[] words = line.split(" ");
      if (OURS.contains(words[0])) {
        shell(directory, commands.toString());
        commands.setLength(0);
        carryOut(directory, words);
      } else {
        commands.append(line).append('\n');
      }
    }
    shell(directory, commands.toString());
  }

  /// What a command of the shell prints.
  static String output(Path directory, String command) throws IOException, InterruptedException {
    return shell(directory, command);
  }

  private static void carryOut(Path place, String[] words) throws IOException {
    OverlayForm form = OverlayForm.current();
    try (Fd directory = Opening.directory(place)) {
      switch (words[0]) {
        case "whiteout" -> OverlayForm.makeWhiteout(directory, words[1]);
        case "opaque" -> {
          try (Fd fd = Opening.at(directory, words[1], Opening.READ, 0)) {
            form.makeOpaque(fd);
          }
        }
        default -> attribute(directory, words);
      }
    }
  }

  private static void attribute(Fd directory, String[] words) throws IOException {
    try {
      if (words.length < 4) {
        Xattrs.remove(directory, words[1], words[2]);
      } else {
        byte[] value = words[3].getBytes(StandardCharsets.UTF_8);
        Xattrs.set(directory, words[1], words[2], value);
      }
    } catch (SyscallException e) {
      if (!words[0].startsWith("-")) {
        throw e;
      }
    }
  }

  private static String shell(Path directory, String script)
      throws IOException, InterruptedException {
    if (script.isBlank()) {
      return "";
    }
    Process sh =
        new ProcessBuilder("/bin/sh", "-e", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, sh.waitFor(), script + "\n" + output);
    return output;
  }
}
