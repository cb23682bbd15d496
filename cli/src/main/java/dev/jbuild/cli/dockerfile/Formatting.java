package dev.jbuild.cli.dockerfile;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.format.DockerfileFormatter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Formats Dockerfiles one after the other. What is wrong with one is told, and the others are
/// formatted all the same.
public final class Formatting {
  /// What is done with a file that is not in the canonical form.
  public enum Mode {
    /// It is replaced.
    WRITE,
    /// It is named.
    LIST,
    /// The difference is shown.
    DIFF
  }

  private final Invocation invocation;
  private final DockerfileBytes files;
  private final Mode mode;
  private int differing;
  private int failed;

  public Formatting(Invocation invocation, Mode mode) {
    this.invocation = invocation;
    this.files = new DockerfileBytes(invocation);
    this.mode = mode;
  }

  /// Formats a file, all Dockerfiles below a directory, or standard input to standard output for
  /// `-`.
  public void format(String operand) {
    if (operand.equals("-")) {
      formatOne(operand);
      return;
    }
    Path path = invocation.resolve(operand);
    if (!Files.isDirectory(path)) {
      formatOne(operand);
      return;
    }
    try {
      for (Path found : DockerfileFinder.below(path)) {
        formatOne(Path.of(operand).resolve(path.relativize(found)).normalize().toString());
      }
    } catch (IOException e) {
      fail(operand, "can't be searched: " + e.getMessage());
    }
  }

  private void formatOne(String name) {
    try {
      byte[] before = files.read(name);
      String text = DockerfileFormatter.format(name, before);
      byte[] after = text.getBytes(StandardCharsets.UTF_8);
      boolean same = Arrays.equals(before, after);
      differing += same ? 0 : 1;
      if (mode == Mode.DIFF) {
        String old = new String(before, StandardCharsets.UTF_8);
        invocation.streams().out().print(UnifiedDiff.of(name, old, text));
      } else if (mode == Mode.WRITE && name.equals("-")) {
        invocation.streams().out().print(text);
      } else if (!same) {
        if (mode == Mode.WRITE) {
          FileReplacement.replace(invocation.resolve(name), before, after);
        }
        invocation.println(name);
      }
    } catch (DockerfileException e) {
      failed++;
      invocation.note(e.render());
    } catch (IOException | IllegalStateException e) {
      fail(name, String.valueOf(e.getMessage()));
    }
  }

  private void fail(String name, String message) {
    failed++;
    invocation.note("jbuild: can't format '" + name + "': " + message);
  }

  /// Number of files that are, or were, not in the canonical form.
  public int differing() {
    return differing;
  }

  /// Number of files that could not be formatted.
  public int failed() {
    return failed;
  }
}
