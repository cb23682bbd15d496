package dev.jbuild.registry.client;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Debian's `docker-registry` on a free loopback port, for tests; it ends with [#close()].
public final class DockerRegistry implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

  private final Process process;
  private final int port;

  private DockerRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts a registry; the test is skipped where the program is not installed.
  public static DockerRegistry start(Path directory) throws IOException, InterruptedException {
    return start(directory, List.of());
  }

  /// Starts a registry with more lines in its configuration's `http` and `auth` sections.
  ///
  /// @param extra lines of YAML appended to the configuration; `http:` must come last in it
  public static DockerRegistry start(Path directory, List<String> extra)
      throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(PROGRAM),
        "this test needs Debian's docker-registry: apt-get install docker-registry");
    int port = freePort();
    List<String> config =
        new ArrayList<>(
            List.of(
                "version: 0.1",
                "log:",
                "  level: error",
                "storage:",
                "  delete:",
                "    enabled: true",
                "  filesystem:",
                "    rootdirectory: " + directory.resolve("data")));
    boolean http = extra.stream().anyMatch(l -> l.startsWith("http:"));
    config.addAll(extra);
    if (!http) {
      config.add("http:");
    }
    config.add("  addr: 127.0.0.1:" + port);
    Path file = Files.write(directory.resolve("registry.yml"), config);
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "serve", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
    DockerRegistry registry = new DockerRegistry(process, port);
    registry.await(directory.resolve("registry.log"));
    return registry;
  }

  /// The registry as references name it.
  public String domain() {
    return "127.0.0.1:" + port;
  }

  private void await(Path log) throws IOException, InterruptedException {
    for (int i = 0; i < 400; i++) {
      if (!process.isAlive()) {
        throw new IOException("docker-registry ended: " + Files.readString(log));
      }
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        return;
      } catch (IOException _) {
        Thread.sleep(25);
      }
    }
    close();
    throw new IOException("docker-registry does not answer: " + Files.readString(log));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
