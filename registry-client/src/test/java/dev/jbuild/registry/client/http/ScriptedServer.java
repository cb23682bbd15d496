package dev.jbuild.registry.client.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// A server that answers each connection with exactly the bytes it is told, for answers that no
/// decent HTTP server can be brought to give. Connections to `/v2/` are answered with 200 and do
/// not count.
final class ScriptedServer implements AutoCloseable {
  /// What one connection gets; the connection is closed when it returns.
  @FunctionalInterface
  interface Script {
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  /// The head of a request.
  record Request(String line, List<String> fields) {
    String field(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return fields.stream()
          .filter(f -> f.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(f -> f.substring(prefix.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  private final ServerSocket server;
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  /// Starts a server that plays the scripts in turn, the last one again and again.
  ScriptedServer(Script... scripts) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(List.of(scripts)));
  }

  String domain() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  private void accept(List<Script> scripts) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket, scripts));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket, List<Script> scripts) {
    try (socket) {
      Request request = read(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      if (request.line().startsWith("GET /v2/ ")) {
        out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        return;
      }
      int number;
      synchronized (requests) {
        number = requests.size();
        requests.add(request);
      }
      scripts.get(Math.min(number, scripts.size() - 1)).answer(request, out);
      out.flush();
    } catch (IOException _) {
      // The client has gone away, which is often what the test is about.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      last = (last << 8) | b;
      if (last == 0x0d0a0d0a) {
        break;
      }
    }
    List<String> lines = head.toString(StandardCharsets.US_ASCII).lines().toList();
    return new Request(
        lines.isEmpty() ? "" : lines.getFirst(),
        lines.stream().skip(1).filter(l -> !l.isEmpty()).toList());
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
