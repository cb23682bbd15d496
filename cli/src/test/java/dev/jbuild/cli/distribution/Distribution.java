package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The distribution that `mvn package` left, run with a store, credentials and certificates of a
/// test's own.
final class Distribution {
  private final Path home;
  private final Path work;

  /// @param work where this user of it keeps everything
  Distribution(Path work) throws IOException {
    this.work = work;
    try (Stream<Path> found = Files.list(target())) {
      List<Path> homes =
          found.filter(path -> Files.isExecutable(path.resolve("bin/jbuild"))).sorted().toList();
      assumeTrue(!homes.isEmpty(), "there is no distribution in target: mvn package makes it");
      home = homes.getLast();
    }
  }

  private static Path target() {
    Path project = projectRoot();
    return project.resolve("cli/target");
  }

  static Path projectRoot() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve("image-model"))) {
      directory = directory.getParent();
      assertTrue(directory != null, "the tests do not run inside the project");
    }
    return directory;
  }

  Path home() {
    return home;
  }

  /// The root of the store.
  Path store() {
    return work.resolve("store");
  }

  Map<String, String> environment() {
    return Map.of(
        "JBUILD_ROOT", store().toString(),
        "DOCKER_CONFIG", work.resolve("docker").toString(),
        "XDG_CONFIG_HOME", work.resolve("config").toString());
  }

  Command jbuild(String... arguments) {
    return new Command(home.resolve("bin/jbuild").toString())
        .and(arguments)
        .with(environment())
        .in(work);
  }

  /// Runs jbuild, which has to succeed.
  Command.Result run(String... arguments) throws InterruptedException {
    return jbuild(arguments).run().succeeded();
  }

  /// Trusts a certificate authority for a registry.
  void trust(String registry, Path authority) throws IOException {
    Path directory = work.resolve("config/jbuild/certs.d").resolve(registry);
    Files.createDirectories(directory);
    Files.copy(authority, directory.resolve("ca.crt"));
  }

  /// Imports a base image of Debian's busybox as `busybox:latest`.
  void importBusybox() throws InterruptedException {
    Path tar = work.resolve("busybox.tar");
    if (!Files.exists(tar)) {
      new Command(projectRoot().resolve("testdata/make-base").toString(), "busybox", tar.toString())
          .run()
          .succeeded();
    }
    run("import", tar.toString(), "busybox:latest");
  }

  static void needsRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
  }
}
