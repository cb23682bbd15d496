package dev.jbuild.engine.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Passes on what a registry says, except that blobs come out wrong.
final class LyingMirror implements AutoCloseable {
  /// How blobs come out.
  enum Lie {
    /// One byte is another.
    CHANGED,
    /// All bytes are zero.
    ZEROS,
    /// A byte is missing, and the length says so.
    SHORTER,
    /// There is a byte more, and the length says so.
    LONGER,
    /// Of unknown length, and half of it.
    HALF,
    /// The connection breaks in the middle, always.
    BREAKS
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String registry;
  private final Lie lie;
  private final AtomicInteger lies = new AtomicInteger();

  LyingMirror(String registry, Lie lie) throws IOException {
    this.registry = registry;
    this.lie = lie;
    threads.execute(this::accept);
  }

  String domain() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// How many blobs came out wrong so far.
  int lies() {
    return lies.get();
  }

  private void accept() {
    while (true) {
      try {
        Socket connection = server.accept();
        threads.execute(() -> answer(connection));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  /// One request on each connection.
  private void answer(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String[] request = String.valueOf(in.readLine()).split(" ");
      if (request.length < 3) {
        return;
      }
      HttpURLConnection asked =
          (HttpURLConnection)
              URI.create("http://" + registry + request[1]).toURL().openConnection();
      asked.setRequestMethod(request[0]);
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.regionMatches(true, 0, "accept:", 0, 7)) {
          asked.addRequestProperty("Accept", line.substring(7).strip());
        }
      }
      pass(asked, request[0].equals("HEAD"), connection.getOutputStream());
    } catch (IOException _) {
      // the client has gone, which is its right
    }
  }

  private void pass(HttpURLConnection asked, boolean head, OutputStream out) throws IOException {
    int status = asked.getResponseCode();
    byte[] body = body(asked, status);
    StringBuilder answer =
        new StringBuilder("HTTP/1.1 " + status + " As said\r\nConnection: close\r\n");
    for (String name : new String[] {"Content-Type", "Docker-Content-Digest"}) {
      if (asked.getHeaderField(name) != null) {
        answer.append(name).append(": ").append(asked.getHeaderField(name)).append("\r\n");
      }
    }
    long length = head ? asked.getContentLengthLong() : body.length;
    if (!head && status == 200 && asked.getURL().getPath().contains("/blobs/")) {
      lies.incrementAndGet();
      body = wrong(body);
      length = lie == Lie.BREAKS ? length : lie == Lie.HALF ? -1 : body.length;
    }
    if (length >= 0) {
      answer.append("Content-Length: ").append(length).append("\r\n");
    }
    out.write(answer.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!head) {
      out.write(body);
    }
    out.flush();
  }

  private static byte[] body(HttpURLConnection asked, int status) throws IOException {
    try (InputStream in = status < 400 ? asked.getInputStream() : asked.getErrorStream()) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private byte[] wrong(byte[] body) {
    return switch (lie) {
      case CHANGED -> {
        body[body.length / 2] ^= 1;
        yield body;
      }
      case ZEROS -> new byte[body.length];
      case SHORTER -> Arrays.copyOf(body, body.length - 1);
      case LONGER -> Arrays.copyOf(body, body.length + 1);
      case HALF, BREAKS -> Arrays.copyOf(body, body.length / 2);
    };
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.close();
  }
}
