package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/// Debian's docker-registry (distribution 2.8) on a free port of loopback, without TLS.
final class DebianRegistry implements AutoCloseable {
  private final Process process;
  private final int port;

  DebianRegistry(Path directory) throws IOException, InterruptedException {
    assumeTrue(Command.installed("docker-registry"), "docker-registry is not installed");
    Files.createDirectories(directory);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path configuration =
        Files.writeString(
            directory.resolve("config.yml"),
            """
            version: 0.1
            log: {level: error, accesslog: {disabled: true}}
            storage: {filesystem: {rootdirectory: %s/data}, delete: {enabled: true}}
            http: {addr: 127.0.0.1:%d}
            """
                .formatted(directory, port));
    process =
        new Command("docker-registry", "serve", configuration.toString())
            .start(directory.resolve("log"));
    Await.until("docker-registry listens", this::connected, process::isAlive);
  }

  private Boolean connected() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return Boolean.TRUE;
    } catch (IOException e) {
      return null;
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
