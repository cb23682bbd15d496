package dev.jbuild.engine.transfer;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;

/// Passes on what a registry says, except that some things come out wrong.
final class LyingMirror implements AutoCloseable {
  /// How things come out.
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
    BREAKS,
    /// The connection breaks in the middle of the header fields, always.
    BREAKS_AT_ONCE,
    /// All there, and more, without an end.
    ENDLESS,
    /// A byte now and then.
    DRIPS,
    /// Nothing, and the length says so.
    EMPTY,
    /// Compressed, and the fields say so.
    PACKED,
    /// A page for browsers.
    PAGE,
    /// A part that nobody asked for, under the status of a part.
    PART,
    /// Somewhere else, which is here again.
    ELSEWHERE,
    /// Not now.
    FAILS,
    /// Not for an hour.
    BUSY;

    private String status() {
      return switch (this) {
        case PART -> "206 Partial Content";
        case ELSEWHERE -> "307 Temporary Redirect";
        case FAILS -> "500 Internal Server Error";
        case BUSY -> "429 Too Many Requests";
        default -> "200 As said";
      };
    }

    private String fields(String path, int size) {
      return switch (this) {
        case PACKED -> "Content-Encoding: gzip\r\n";
        case PART -> "Content-Range: bytes 1-%d/%d\r\n".formatted(size - 1, size);
        case ELSEWHERE -> "Location: " + path + "\r\n";
        case BUSY -> "Retry-After: 3600\r\n";
        default -> "";
      };
    }
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String registry;
  private final Lie lie;
  private final Predicate<String> concerned;
  private final AtomicInteger lies = new AtomicInteger();

  /// A mirror that gives wrong blobs.
  LyingMirror(String registry, Lie lie) throws IOException {
    this(registry, lie, path -> path.contains("/blobs/"));
  }

  /// @param concerned which paths come out wrong when they are fetched
  LyingMirror(String registry, Lie lie, Predicate<String> concerned) throws IOException {
    this.registry = registry;
    this.lie = lie;
    this.concerned = concerned;
    threads.execute(this::accept);
  }

  String domain() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// How many things came out wrong so far.
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
    StringBuilder fields = new StringBuilder("Connection: close\r\n");
    for (String name : new String[] {"Content-Type", "Docker-Content-Digest"}) {
      String value = asked.getHeaderField(name);
      if (value != null) {
        fields.append(name).append(": ").append(value).append("\r\n");
      }
    }
    if (!head && status == 200 && concerned.test(asked.getURL().getPath())) {
      lies.incrementAndGet();
      spoil(asked.getURL().getPath(), fields.toString(), body, out);
      return;
    }
    long length = head ? asked.getContentLengthLong() : body.length;
    if (length >= 0) {
      fields.append("Content-Length: ").append(length).append("\r\n");
    }
    write(out, "HTTP/1.1 " + status + " As said\r\n" + fields + "\r\n");
    if (!head) {
      out.write(body);
    }
    out.flush();
  }

  private void spoil(String path, String fields, byte[] body, OutputStream out) throws IOException {
    byte[] wrong = wrong(body.clone());
    String head = "HTTP/1.1 " + lie.status() + "\r\n" + lie.fields(path, body.length);
    String type =
        lie == Lie.PAGE ? fields.replaceAll("Content-Type.*", "Content-Type: text/html") : fields;
    String length =
        switch (lie) {
          case HALF, ENDLESS -> "";
          case BREAKS, DRIPS -> "Content-Length: " + body.length + "\r\n";
          default -> "Content-Length: " + wrong.length + "\r\n";
        };
    if (lie == Lie.BREAKS_AT_ONCE) {
      write(out, head + "Content-Len");
      return;
    }
    write(out, head + type + length + "\r\n");
    out.write(wrong);
    out.flush();
    while (lie == Lie.ENDLESS || lie == Lie.DRIPS) {
      out.write(lie == Lie.ENDLESS ? new byte[1 << 16] : new byte[1]);
      out.flush();
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
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
      case ENDLESS, FAILS, BUSY, BREAKS_AT_ONCE -> body;
      case DRIPS, EMPTY, ELSEWHERE -> new byte[0];
      case PACKED -> packed(body);
      case PAGE -> "<html>log in first</html>".getBytes(StandardCharsets.US_ASCII);
      case PART -> Arrays.copyOfRange(body, 1, body.length);
    };
  }

  private static byte[] packed(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return packed.toByteArray();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.close();
  }
}
