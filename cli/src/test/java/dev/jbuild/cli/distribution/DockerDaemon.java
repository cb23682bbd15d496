package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Debian's dockerd with data, socket and cgroups of a test's own, and no bridge, so that it leaves
/// the machine's network alone. What it mounts is seen by itself only and goes with it.
final class DockerDaemon implements AutoCloseable {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private final String cgroup = "jbuild-test-" + ProcessHandle.current().pid();
  private final Path directory;
  private final Process process;

  DockerDaemon(Path directory) throws IOException, InterruptedException {
    assumeTrue(Command.installed("dockerd"), "docker.io is not installed");
    this.directory = Files.createDirectories(directory);
    process =
        new Command("unshare", "-m", "--propagation", "private", "dockerd")
            .and("--bridge", "none", "--iptables=false", "--ip6tables=false")
            .and("--ip-forward=false", "--exec-opt", "native.cgroupdriver=cgroupfs")
            .and("--cgroup-parent", "/" + cgroup)
            .and("-H", socket(), "--data-root", directory.resolve("data").toString())
            .and("--exec-root", directory.resolve("exec").toString())
            .and("--pidfile", directory.resolve("pid").toString())
            .start(directory.resolve("log"));
    Await.until("dockerd answers", this::answer, process::isAlive);
  }

  private String socket() {
    return "unix://" + directory.resolve("socket");
  }

  private Boolean answer() {
    try {
      return command("version").run().exitCode() == 0 ? Boolean.TRUE : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  Command command(String... arguments) {
    // /usr/bin: Debian's client, which fits Debian's daemon, whatever else is on the path
    String docker = Files.isExecutable(Path.of("/usr/bin/docker")) ? "/usr/bin/docker" : "docker";
    return new Command(docker, "-H", socket())
        .and(arguments)
        .with("DOCKER_CONFIG", directory.resolve("config").toString());
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      process.destroyForcibly().onExit().join();
    }
    Files.deleteIfExists(CGROUPS.resolve(cgroup));
    try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(CGROUPS)) {
      for (Path hierarchy : hierarchies) {
        if (Files.isDirectory(hierarchy)) {
          Files.deleteIfExists(hierarchy.resolve(cgroup));
        }
      }
    }
  }
}
