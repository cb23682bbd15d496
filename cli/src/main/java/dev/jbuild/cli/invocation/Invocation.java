package dev.jbuild.cli.invocation;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One call of `jbuild`: everything it may know of the world around it.
///
/// Commands take all outside facts from here and return their exit code; there is no global state,
/// so a process may run any number of invocations, side by side. `directory` is absolute; relative
/// paths of the user are resolved against it.
public record Invocation(
    List<String> arguments,
    Map<String, String> environment,
    Path directory,
    User user,
    Streams streams,
    Terminal terminal,
    Signals signals,
    InstantSource clock) {

  /// The variable that says where the distribution is that jbuild runs from.
  public static final String HOME = "JBUILD_HOME";

  public Invocation {
    arguments = List.copyOf(arguments);
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException("working directory '" + directory + "' is not absolute");
    }
  }

  /// The value of an environment variable; set to nothing is the same as not set.
  public Optional<String> variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /// The absolute path that a path typed by the user means.
  public Path resolve(String path) {
    return directory.resolve(path).normalize();
  }

  /// Writes a line to standard output.
  public void println(String line) {
    streams.out().print(line);
    streams.out().print('\n');
  }

  /// Writes a line for the user, not for a pipe, to standard error.
  public void note(String line) {
    streams.out().flush();
    streams.err().print(line);
    streams.err().print('\n');
    streams.err().flush();
  }

  /// Writes a warning, marked as one, to standard error.
  public void warn(String message) {
    note("jbuild: warning: " + message);
  }
}
