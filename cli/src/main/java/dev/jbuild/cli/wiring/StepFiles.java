package dev.jbuild.cli.wiring;

import dev.jbuild.builder.ExecRequest;
import dev.jbuild.builder.NetworkMode;
import dev.jbuild.runtime.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of one running step that are not part of its image: the launcher's records, and the
/// `/etc/hosts` and `/etc/resolv.conf` that the step sees in place of the image's.
record StepFiles(Path stateDirectory, List<Mount> mounts) implements AutoCloseable {

  static StepFiles create(ExecRequest request) throws IOException {
    Path directory = Files.createTempDirectory("jbuild-step-");
    Path state = Files.createDirectory(directory.resolve("state"));
    boolean host = request.network() != NetworkMode.NONE;
    String hosts = host ? read(Path.of("/etc/hosts")) : "";
    if (hosts.isEmpty()) {
      hosts = "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n";
    }
    Path hostsFile = Files.writeString(directory.resolve("hosts"), hosts);
    Path resolver =
        Files.writeString(
            directory.resolve("resolv.conf"), host ? read(Path.of("/etc/resolv.conf")) : "");
    return new StepFiles(
        state,
        List.of(
            new Mount.Bind(hostsFile, "/etc/hosts", false),
            new Mount.Bind(resolver, "/etc/resolv.conf", false)));
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(stateDirectory.getParent())) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
