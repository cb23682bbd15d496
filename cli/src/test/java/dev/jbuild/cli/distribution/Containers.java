package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// podman, buildah and skopeo with a storage of a test's own.
///
/// They run in a private mount namespace without the v2 hierarchy of a hybrid cgroup tree, which
/// crun refuses; the limits are those that the test itself has, as raising them needs a capability
/// that a container may lack.
final class Containers {
  private static final String HIDE_UNIFIED =
      "umount /sys/fs/cgroup/unified 2>/dev/null; exec \"$@\"";

  private final Path directory;

  Containers(Path work) throws IOException {
    directory = Files.createDirectories(work.resolve("containers"));
    Files.writeString(
        directory.resolve("storage.conf"),
        """
        [storage]
        driver = "overlay"
        graphroot = "%s/storage"
        runroot = "%s/run"
        """
            .formatted(directory, directory));
    Files.writeString(
        directory.resolve("containers.conf"),
        """
        [engine]
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        [containers]
        log_driver = "k8s-file"
        default_ulimits = ["nofile=%1$s:%1$s", "nproc=1000:1000"]
        """
            .formatted(openFiles()));
    Files.writeString(directory.resolve("registries.conf"), "unqualified-search-registries = []\n");
    Files.writeString(directory.resolve("auth.json"), "{}");
  }

  private static String openFiles() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/limits")).stream()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.split(" {2,}", -1)[2])
        .findFirst()
        .orElse("1024");
  }

  /// A command line of one of the tools; the test is skipped where it is not installed.
  Command tool(String program, String... arguments) {
    assumeTrue(Command.installed(program), program + " is not installed");
    return new Command("unshare", "-m", "--propagation", "private", "sh", "-c", HIDE_UNIFIED, "-")
        .and(program)
        .and(arguments)
        .with("CONTAINERS_STORAGE_CONF", directory.resolve("storage.conf").toString())
        .with("CONTAINERS_CONF", directory.resolve("containers.conf").toString())
        .with("CONTAINERS_REGISTRIES_CONF", directory.resolve("registries.conf").toString())
        .with("REGISTRY_AUTH_FILE", directory.resolve("auth.json").toString())
        .with("PODMAN_IGNORE_CGROUPSV1_WARNING", "1");
  }

  /// Runs a container on the host's network, as jbuild does.
  Command podmanRun(String image) {
    return tool("podman", "run", "--rm", "--network", "host", image);
  }
}
