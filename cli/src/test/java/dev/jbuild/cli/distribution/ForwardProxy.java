package dev.jbuild.cli.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A forward proxy as companies have them: CONNECT for HTTPS, whole URLs for HTTP, and if wanted a
/// user and a password. All host names lead to this machine, so that what has a name only here
/// cannot have gone another way.
final class ForwardProxy implements AutoCloseable {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final ServerSocket server = new ServerSocket(0, 50, HERE);
  private final String credentials;
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  /// @param userAndPassword such as `ann:secret`; empty for a proxy that asks nobody
  ForwardProxy(String userAndPassword) throws IOException {
    this.credentials = userAndPassword;
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// Method and target of what was let through.
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    while (true) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      String head = head(in);
      while (!head.isEmpty() && !allowed(head)) {
        answer(
            client,
            "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"here\"\r\n"
                + "Content-Length: 0");
        head = head(in);
      }
      if (head.isEmpty()) {
        return;
      }
      String[] words = head.substring(0, head.indexOf("\r\n")).split(" ");
      requests.add(words[0] + " " + words[1]);
      if (words[0].equals("CONNECT")) {
        tunnel(client, words[1]);
      } else {
        forward(client, head, words);
      }
    } catch (IOException _) {
      // one side has gone
    }
  }

  private boolean allowed(String head) {
    String token = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return credentials.isEmpty() || head.contains("Proxy-Authorization: Basic " + token + "\r\n");
  }

  /// A request line and its headers; empty at the end.
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.write(c);
      if (c == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private static void answer(Socket client, String statusAndHeaders) throws IOException {
    String answer = "HTTP/1.1 " + statusAndHeaders + "\r\n\r\n";
    client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void tunnel(Socket client, String target) throws IOException {
    int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    Socket upstream;
    try {
      upstream = new Socket(HERE, port);
    } catch (IOException _) {
      answer(client, "502 Bad Gateway\r\nContent-Length: 0");
      return;
    }
    try (upstream) {
      answer(client, "200 Connection established");
      pump(client, upstream);
    }
  }

  /// One request, after which both sides close.
  private static void forward(Socket client, String head, String[] words) throws IOException {
    URI url = URI.create(words[1]);
    String target = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    try (Socket upstream = new Socket(HERE, url.getPort())) {
      String rest = head.substring(head.indexOf("\r\n") + 2);
      rest = rest.replaceAll("(?i)(proxy-)?connection: [^\r]*\r\n", "");
      rest = rest.replaceAll("(?i)proxy-authorization: [^\r]*\r\n", "");
      String sent = words[0] + " " + target + " HTTP/1.1\r\nConnection: close\r\n" + rest;
      upstream.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
      pump(client, upstream);
    }
  }

  private static void pump(Socket client, Socket upstream) throws IOException {
    Thread up =
        Thread.ofVirtual()
            .start(() -> {
              try {
                copy(client.getInputStream(), upstream.getOutputStream());
                upstream.shutdownOutput();
              } catch (IOException _) {
                // one side has gone
              }
            });
    copy(upstream.getInputStream(), client.getOutputStream());
    client.close();
    try {
      up.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[16 << 10];
    for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
      out.write(buffer, 0, got);
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
