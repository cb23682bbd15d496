package dev.jbuild.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Stands before a registry and lets its answers through slowly, for tests that stop pulls. It
/// understands as much of HTTP as a pull needs: requests without bodies.
final class SlowProxy implements AutoCloseable {
  private static final int PIECE = 64 << 10;

  private final ServerSocket server;
  private final String host;
  private final int port;
  private final Queue<String> ranges = new ConcurrentLinkedQueue<>();
  private volatile long pause = 20;

  SlowProxy(String registry) throws IOException {
    host = registry.substring(0, registry.lastIndexOf(':'));
    port = Integer.parseInt(registry.substring(registry.lastIndexOf(':') + 1));
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// The values of `Range` in requests for blobs, empty for none.
  List<String> ranges() {
    return List.copyOf(ranges);
  }

  void hurry() {
    pause = 0;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // closed, or a client that went away at once
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket registry = new Socket(host, port)) {
      Thread.ofVirtual().start(() -> answers(registry, client));
      requests(client, registry);
    } catch (IOException _) {
      // either side has gone away, which is what the test is about
    }
  }

  private void requests(Socket client, Socket registry) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    OutputStream out = registry.getOutputStream();
    boolean blob = false;
    String range = "";
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("GET ")) {
        blob = line.contains("/blobs/");
        range = "";
      } else if (line.toLowerCase(java.util.Locale.ROOT).startsWith("range:")) {
        range = line.substring("range:".length()).strip();
      } else if (line.isEmpty() && blob) {
        ranges.add(range);
      }
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      if (line.isEmpty()) {
        out.flush();
      }
    }
  }

  private void answers(Socket registry, Socket client) {
    try (client) {
      InputStream in = registry.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] piece = new byte[PIECE];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        out.write(piece, 0, count);
        out.flush();
        Thread.sleep(pause);
      }
    } catch (IOException _) {
      // either side has gone away, which is what the test is about
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
