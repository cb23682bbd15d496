package dev.jbuild.runtime.launch;

import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.RootFilesystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/// A small Linux to run in tests: one layer made of the host's static busybox, and a new upper and
/// state directory for each container.
final class BusyboxRoot {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path directory;
  private final Path layer;

  private BusyboxRoot(Path directory) {
    this.directory = directory;
    this.layer = directory.resolve("layer");
  }

  static BusyboxRoot in(Path directory) throws IOException {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "needs root: makes namespaces and mounts");
    Assumptions.assumeTrue(Files.isExecutable(BUSYBOX), "needs /bin/busybox (busybox-static)");
    BusyboxRoot root = new BusyboxRoot(directory);
    Path bin = Files.createDirectories(root.layer.resolve("bin"));
    Files.copy(BUSYBOX, bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
    for (String applet :
        List.of(
            "sh",
            "cat",
            "echo",
            "id",
            "ls",
            "mount",
            "sleep",
            "stat",
            "tty",
            "stty",
            "true",
            "wc",
            "false",
            "hostname",
            "mkdir",
            "mknod",
            "ps",
            "kill",
            "env",
            "pwd",
            "head",
            "touch",
            "chown",
            "chroot",
            "unshare",
            "date",
            "dd",
            "ifconfig",
            "grep",
            "readlink",
            "rm")) {
      Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
    }
    Files.createDirectories(root.layer.resolve("etc"));
    Files.createDirectories(root.layer.resolve("tmp"));
    return root;
  }

  Path layer() {
    return layer;
  }

  /// A directory that lives as long as the test.
  Path directory(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  RootFilesystem overlay(String name) throws IOException {
    return new RootFilesystem.Overlay(
        List.of(layer), directory(name + "/upper"), directory(name + "/work"));
  }

  Path upper(ContainerSpec spec) {
    return ((RootFilesystem.Overlay) spec.root()).upper();
  }

  /// A container of its own that runs a command.
  ContainerSpec.Builder container(String... argv) throws IOException {
    String id = "test-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    return ContainerSpec.builder(id, directory(id + "/state"), overlay(id), List.of(argv))
        .env(List.of("PATH=/bin"))
        .hostname("box")
        .endsWithParent(true);
  }

  ContainerSpec.Builder shell(String script) throws IOException {
    return container("sh", "-c", script);
  }
}
