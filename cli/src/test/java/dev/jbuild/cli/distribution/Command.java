package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command line that is run as a process of its own, with a time limit.
final class Command {
  private static final int TIME_LIMIT_SECONDS = 120;

  /// What a process left.
  record Result(String command, int exitCode, String out, String err) {
    /// Fails the test unless the command succeeded.
    Result succeeded() {
      assertEquals(0, exitCode, () -> command + "\n" + out + err);
      return this;
    }

    /// The last line of standard output.
    String lastLine() {
      return out.lines().reduce("", (_, line) -> line);
    }
  }

  private final List<String> words;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> removed = new ArrayList<>();
  private Path directory = Path.of("/");
  private String input = "";

  Command(String... words) {
    this.words = List.of(words);
  }

  Command with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Command with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /// Takes variables of the test's own environment away.
  Command without(String... variables) {
    removed.addAll(List.of(variables));
    return this;
  }

  Command in(Path where) {
    directory = where;
    return this;
  }

  Command input(String text) {
    input = text;
    return this;
  }

  /// The same command line with more words.
  Command and(String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(Arrays.asList(more));
    Command command = new Command(all.toArray(String[]::new));
    return command
        .without(removed.toArray(String[]::new))
        .with(environment)
        .in(directory)
        .input(input);
  }

  /// Starts it, with both outputs in one file.
  Process start(Path output) throws IOException {
    return builder().redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  Result run() throws InterruptedException {
    String line = String.join(" ", words);
    try {
      Path out = Files.createTempFile("command", ".out");
      Path err = Files.createTempFile("command", ".err");
      Process process = builder().redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.outputWriter(StandardCharsets.UTF_8).append(input).close();
      boolean ended = process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      Result result =
          new Result(
              line,
              process.exitValue(),
              Files.readString(out),
              Files.readString(err) + (ended ? "" : "\n(ended by the test: it took too long)"));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("running " + line, e);
    }
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.environment().keySet().removeAll(removed);
    builder.environment().putAll(environment);
    return builder;
  }

  /// Whether a program is installed.
  static boolean installed(String program) {
    return Arrays.stream(
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
