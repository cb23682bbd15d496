package dev.jbuild.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry as a program sees it that starts one: address, TLS, users, limits, stop.
class RegistryIT {
  @TempDir Path directory;
  private RegistryConfig.Builder config;

  @BeforeEach
  void prepare() {
    config = RegistryConfig.builder(directory.resolve("storage")).listen("127.0.0.1", 0);
  }

  private Path users() throws IOException {
    byte[] password = "s3cret".getBytes(StandardCharsets.UTF_8);
    return Files.writeString(
        directory.resolve("htpasswd"),
        "alice:" + OpenBSDBCrypt.generate("2y", password, new byte[16], 5) + "\n");
  }

  private static String startProblem(RegistryConfig config) {
    var e = assertThrows(RegistryStartException.class, () -> new Registry(config).start());
    return String.valueOf(e.getMessage());
  }

  @Test
  void servesTlsWithACertificateOfItsOwn() throws Exception {
    config.tls(new Tls.Own()).certificateNames(List.of("registry.example"));
    Path authority;
    try (Registry registry = new Registry(config.build()).start()) {
      assertEquals("https", registry.address().getScheme());
      authority = registry.certificateAuthority().orElseThrow();
      WireClient client = WireClient.trusting(registry.address(), authority);
      assertEquals(200, client.send("GET", "/v2/").statusCode());
      assertThrows(IOException.class, () -> WireClient.of(registry.address()).send("GET", "/v2/"));
    }
    String before = Files.readString(authority);
    try (Registry again = new Registry(config.build()).start()) {
      assertEquals(before, Files.readString(again.certificateAuthority().orElseThrow()));
    }
  }

  @Test
  void servesTlsWithTheOperatorsFiles() throws Exception {
    config.tls(new Tls.Own());
    Path tls = directory.resolve("storage/tls");
    try (Registry own = new Registry(config.build()).start()) {
      assertTrue(own.certificateAuthority().isPresent());
    }
    config.tls(new Tls.Files(tls.resolve("server.crt"), tls.resolve("server.key")));
    try (Registry registry = new Registry(config.build()).start()) {
      assertTrue(registry.certificateAuthority().isEmpty());
      WireClient client = WireClient.trusting(registry.address(), tls.resolve("ca.crt"));
      byte[] blob = new byte[3 << 20];
      new Random(1).nextBytes(blob);
      Digest digest = client.pushBlob("a", blob);
      assertEquals(digest, Digest.sha256(client.send("GET", "/v2/a/blobs/" + digest).body()));
    }
  }

  @Test
  void usesTlsByItselfWhenNotOnLoopback() throws Exception {
    try (Registry loopback = new Registry(config.build()).start()) {
      assertEquals("http", loopback.address().getScheme());
    }
    config.listen("0.0.0.0", 0);
    try (Registry open = new Registry(config.build()).start()) {
      assertEquals("https", open.address().getScheme());
      assertEquals("localhost", open.address().getHost());
      WireClient client =
          WireClient.trusting(open.address(), open.certificateAuthority().orElseThrow());
      assertEquals(200, client.send("GET", "/v2/").statusCode());
    }
  }

  @Test
  void asksForAUserOnEveryRequest() throws Exception {
    config.htpasswd(users());
    try (Registry registry = new Registry(config.build()).start()) {
      WireClient nobody = WireClient.of(registry.address());
      for (String target :
          new String[] {"/v2/", "/v2/a/manifests/x", "/v2/a/blobs/x", "/v2/_catalog", "/other"}) {
        WireClient.Answer refused = nobody.send("GET", target);
        assertEquals(401, refused.statusCode(), target);
        assertTrue(WireClient.header(refused, "WWW-Authenticate").startsWith("Basic realm="));
        assertTrue(WireClient.text(refused).contains("UNAUTHORIZED"));
      }
      assertEquals(401, nobody.send("PUT", "/v2/a/manifests/x", new byte[1 << 20]).statusCode());
      assertEquals(401, nobody.as("alice", "wrong").send("GET", "/v2/").statusCode());
      WireClient alice = nobody.as("alice", "s3cret");
      assertEquals(200, alice.send("GET", "/v2/").statusCode());
      alice.pushBlob("a", new byte[10]);
    }
  }

  @Test
  void saysWhyItCannotStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      config.listen("127.0.0.1", taken.getLocalPort());
      assertTrue(
          startProblem(config.build())
              .endsWith("the port is in use; stop the other program or choose another port"));
    }
    config.listen("192.0.2.1", 0);
    config.tls(new Tls.None());
    assertTrue(startProblem(config.build()).contains("no such address on this machine"));
    config.listen("no.such.host.invalid", 0);
    assertTrue(startProblem(config.build()).contains("the host name is unknown"));
    config.listen("127.0.0.1", 0);
    config.htpasswd(directory.resolve("none"));
    assertTrue(startProblem(config.build()).contains("there is no such file"));
    config.htpasswd(Files.writeString(directory.resolve("plain"), "bob:plain"));
    assertTrue(startProblem(config.build()).contains("make it with 'htpasswd -B FILE bob'"));
    config.htpasswd(users());
    config.tls(new Tls.Files(directory.resolve("plain"), directory.resolve("plain")));
    assertTrue(startProblem(config.build()).contains("holds no private key"));
    config.tls(new Tls.None());
    try (Registry first = new Registry(config.build()).start()) {
      assertTrue(startProblem(config.build()).contains("in use by another registry"));
      assertEquals("http", first.address().getScheme());
    }
    new Registry(config.build()).start().stop();
  }

  @Test
  void letsRequestsInFlightFinishWhenItStops() throws Exception {
    Registry registry = new Registry(config.build()).start();
    WireClient client = WireClient.of(registry.address());
    String location = WireClient.header(client.send("POST", "/v2/a/blobs/uploads/"), "Location");
    byte[] content = new byte[1 << 20];
    Digest digest = Digest.sha256(content);
    try (Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), registry.address().getPort());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT "
                  + location
                  + "?digest="
                  + digest
                  + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                  + content.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(content, 0, 1000);
      out.flush();
      Thread.sleep(300);
      Future<?> stopping =
          threads.submit(() -> {
            registry.stop();
            return true;
          });
      Thread.sleep(300);
      assertFalse(stopping.isDone());
      out.write(content, 1000, content.length - 1000);
      out.flush();
      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      assertEquals("HTTP/1.1 201", answer);
      stopping.get(10, TimeUnit.SECONDS);
    }
    try (Registry again = new Registry(config.build()).start()) {
      WireClient after = WireClient.of(again.address());
      assertEquals(200, after.send("HEAD", "/v2/a/blobs/" + digest).statusCode());
    }
  }

  @Test
  void cutsOffRequestsThatOutlastTheGrace() throws Exception {
    Limits d = Limits.DEFAULT;
    config.limits(
        new Limits(
            d.manifestBytes(),
            d.blobBytes(),
            d.headerBytes(),
            d.idle(),
            d.uploads(),
            Duration.ofMillis(300)));
    Registry registry = new Registry(config.build()).start();
    WireClient client = WireClient.of(registry.address());
    String location = WireClient.header(client.send("POST", "/v2/a/blobs/uploads/"), "Location");
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), registry.address().getPort())) {
      slow.getOutputStream()
          .write(
              ("PATCH " + location + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
                  .getBytes(StandardCharsets.US_ASCII));
      Thread.sleep(1000);
      long before = System.nanoTime();
      registry.stop();
      assertTrue(Duration.ofNanos(System.nanoTime() - before).toSeconds() < 10);
    }
    try (Registry again = new Registry(config.build()).start()) {
      WireClient.Answer status = WireClient.of(again.address()).send("GET", location);
      assertEquals("0-3", WireClient.header(status, "Range"));
    }
  }

  /// Sends bytes and reads all that comes back until the server closes.
  private static String raw(Registry registry, String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), registry.address().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void refusesMalformedAndOversizedRequestsInItsOwnForm() throws Exception {
    try (Registry registry = new Registry(config.build()).start()) {
      String header = "X: " + "x".repeat(40_000) + "\r\n";
      String large = raw(registry, "GET /v2/ HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
      assertTrue(large.startsWith("HTTP/1.1 431"), large);
      assertTrue(large.contains("REQUEST_INVALID"), large);
      String smuggled =
          raw(
              registry,
              """
              POST /v2/a/blobs/uploads/ HTTP/1.1
              Host: x
              Content-Length: 5
              Transfer-Encoding: chunked

              0

              GET /v2/ HTTP/1.1

              """
                  .replace("\n", "\r\n"));
      assertTrue(smuggled.startsWith("HTTP/1.1 400"), smuggled);
      String twoLengths =
          raw(
              registry,
              "POST /v2/a/blobs/uploads/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                  + "Content-Length: 6\r\n\r\nhello!");
      assertTrue(twoLengths.startsWith("HTTP/1.1 400"), twoLengths);
      assertTrue(raw(registry, "rubbish\r\n\r\n").startsWith("HTTP/1.1 400"));
      for (String path :
          new String[] {
            "/v2/../../etc/passwd", "/v2/a/..;/manifests/x", "/v2/a%2f..%2fb/tags/list"
          }) {
        String answer =
            raw(registry, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
        assertTrue(answer.contains("{\"errors\":["), answer);
      }
    }
  }

  @Test
  void endsConnectionsThatAreSilentForTooLong() throws Exception {
    Limits d = Limits.DEFAULT;
    config.limits(
        new Limits(
            d.manifestBytes(),
            d.blobBytes(),
            d.headerBytes(),
            Duration.ofMillis(500),
            d.uploads(),
            d.grace()));
    List<RegistryEvent> events = new ArrayList<>();
    config.listener(events::add);
    try (Registry registry = new Registry(config.build()).start()) {
      raw(registry, "");
      raw(registry, "GET /v2/ HT");
      WireClient client = WireClient.of(registry.address());
      String location = WireClient.header(client.send("POST", "/v2/a/blobs/uploads/"), "Location");
      raw(
          registry,
          "PATCH " + location + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf");
      WireClient.Answer status = WireClient.of(registry.address()).send("GET", location);
      assertEquals("0-3", WireClient.header(status, "Range"));
      assertEquals(List.of(), events, "a slow client is no failure of the server");
    }
  }

  @Test
  void takesOnlySoManyUploadsAtOnce() throws Exception {
    Limits d = Limits.DEFAULT;
    config.limits(
        new Limits(d.manifestBytes(), d.blobBytes(), d.headerBytes(), d.idle(), 1, d.grace()));
    try (Registry registry = new Registry(config.build()).start();
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), registry.address().getPort())) {
      WireClient client = WireClient.of(registry.address());
      String first = WireClient.header(client.send("POST", "/v2/a/blobs/uploads/"), "Location");
      String second = WireClient.header(client.send("POST", "/v2/a/blobs/uploads/"), "Location");
      slow.getOutputStream()
          .write(
              ("PATCH " + first + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
                  .getBytes(StandardCharsets.US_ASCII));
      Thread.sleep(300);
      WireClient.Answer refused = client.send("PATCH", second, new byte[5]);
      assertEquals(429, refused.statusCode());
      assertEquals("1", WireClient.header(refused, "Retry-After"));
      slow.getOutputStream().write("other6".getBytes(StandardCharsets.US_ASCII));
      assertTrue(slow.getInputStream().read() > 0);
      Thread.sleep(100);
      assertEquals(202, client.send("PATCH", second, new byte[5]).statusCode());
    }
  }

  @Test
  void servesManyClientsAtOnce() throws Exception {
    try (Registry registry = new Registry(config.build()).start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      WireClient client = WireClient.of(registry.address());
      List<Future<Boolean>> pushes = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int seed = i;
        pushes.add(
            threads.submit(() -> {
              byte[] content = new byte[10_000 + seed % 7];
              new Random(seed % 16).nextBytes(content);
              Digest digest = client.pushBlob("r" + seed % 5, content);
              byte[] back = client.send("GET", "/v2/r" + seed % 5 + "/blobs/" + digest).body();
              return Digest.sha256(back).equals(digest);
            }));
      }
      for (Future<Boolean> push : pushes) {
        assertTrue(push.get(30, TimeUnit.SECONDS));
      }
    }
  }
}
