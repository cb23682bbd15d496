package dev.jbuild.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A program of the machine, run in a directory of the test with its own settings.
record Tool(Path directory, Map<String, String> environment) {

  /// Skips the test when a program is missing.
  static void require(String program) {
    boolean found = false;
    for (String entry : System.getenv("PATH").split(":")) {
      found |= Files.isExecutable(Path.of(entry, program));
    }
    assumeTrue(found, program + " is not installed");
  }

  /// Settings under which podman and buildah run on any machine, without touching its own storage.
  static Tool containers(Path directory) throws IOException {
    Path storage = directory.resolve("storage.conf");
    Files.writeString(
        storage,
        """
        [storage]
        driver = "vfs"
        graphroot = "%1$s/graph"
        runroot = "%1$s/run"
        """
            .formatted(directory));
    Path containers = directory.resolve("containers.conf");
    Files.writeString(
        containers,
        """
        [engine]
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        """);
    Path registries = directory.resolve("registries.conf");
    Files.writeString(registries, "unqualified-search-registries = []\n");
    Path logins = Files.writeString(directory.resolve("auth.json"), "{}");
    Map<String, String> environment = new TreeMap<>();
    environment.put("CONTAINERS_STORAGE_CONF", storage.toString());
    environment.put("CONTAINERS_CONF", containers.toString());
    environment.put("CONTAINERS_REGISTRIES_CONF", registries.toString());
    environment.put("REGISTRY_AUTH_FILE", logins.toString());
    environment.put("HOME", directory.toString());
    environment.put("TMPDIR", directory.toString());
    environment.put("BUILDAH_ISOLATION", "chroot");
    return new Tool(directory, environment);
  }

  Process start(List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /// Runs a command to its end.
  ///
  /// @return its exit code
  int exit(String... command) throws IOException, InterruptedException {
    return exit(directory.resolve("output"), command);
  }

  private int exit(Path log, String... command) throws IOException, InterruptedException {
    Files.deleteIfExists(log);
    Process process = start(List.of(command), log);
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " did not end in time");
    }
    return process.exitValue();
  }

  /// Runs a command that must succeed.
  ///
  /// @return what it wrote
  String run(String... command) throws IOException, InterruptedException {
    Path log = directory.resolve("output");
    int code = exit(log, command);
    String output = Files.readString(log, StandardCharsets.UTF_8);
    assertEquals(0, code, () -> String.join(" ", command) + "\n" + output);
    return output.strip();
  }

  /// Runs a command with more arguments in between.
  String run(List<String> first, List<String> options, String... rest)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(first);
    command.addAll(options);
    command.addAll(List.of(rest));
    return run(command.toArray(String[]::new));
  }
}
