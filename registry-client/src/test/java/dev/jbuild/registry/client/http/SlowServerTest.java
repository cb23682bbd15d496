package dev.jbuild.registry.client.http;

import static dev.jbuild.registry.client.http.ScriptedServer.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.fixture.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Servers that neither answer nor hang up: every request ends all the same.
@Timeout(60)
class SlowServerTest {
  private RegistryClient client(long idleMillis, long requestMillis) {
    return HttpRegistryClient.open(
        Settings.quick()
            .idleTimeout(Duration.ofMillis(idleMillis))
            .requestTimeout(Duration.ofMillis(requestMillis))
            .build(),
        CredentialSource.ANONYMOUS);
  }

  private static Reference name(ScriptedServer server) {
    return Reference.parse(server.domain() + "/app:1");
  }

  @Test
  void aManifestThatDripsInIsNotAwaited() throws IOException {
    ScriptedServer.Script drip =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
          for (int i = 0; i < 100_000; i++) {
            out.write(' ');
            out.flush();
            Thread.sleep(50);
          }
        };
    try (ScriptedServer server = new ScriptedServer(drip);
        RegistryClient client = client(2000, 500)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.manifest(name(server)));
      assertEquals(Reason.BROKEN, e.reason());
    }
  }

  @Test
  void endlessHeaderFieldsAreNotRead() throws IOException {
    ScriptedServer.Script endless =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\n"));
          byte[] field = ascii("X-More: " + "x".repeat(1000) + "\r\n");
          for (int i = 0; i < 100_000; i++) {
            out.write(field);
          }
        };
    try (ScriptedServer server = new ScriptedServer(endless);
        RegistryClient client = client(2000, 5000)) {
      assertThrows(RegistryException.class, () -> client.manifest(name(server)));
    }
  }

  @Test
  void anEndlessListIsNotRead() throws IOException {
    ScriptedServer.Script endless =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"tags\":["));
          byte[] tags = ascii("\"t\",".repeat(10_000));
          while (true) {
            out.write(tags);
          }
        };
    try (ScriptedServer server = new ScriptedServer(endless);
        RegistryClient client = client(2000, 20_000)) {
      RegistryException e = assertThrows(RegistryException.class, () -> client.tags(name(server)));
      assertEquals(Reason.MALFORMED, e.reason());
      assertTrue(e.getMessage().contains("limit"), e.getMessage());
    }
  }

  /// A piece every 20 ms, for ever.
  private static ScriptedServer.Script drip(String head, String piece) {
    return (request, out) -> {
      out.write(ascii(head));
      while (true) {
        out.write(ascii(piece));
        out.flush();
        Thread.sleep(20);
      }
    };
  }

  private static byte[] blob(RegistryClient client, ScriptedServer server, long offset)
      throws IOException {
    Descriptor blob = Descriptor.of("application/x", Digest.sha256(new byte[] {1}), 100_000);
    try (InputStream in = client.blob(name(server), blob, offset)) {
      return in.readAllBytes();
    }
  }

  private static Reason failure(RegistryClient client, ScriptedServer server, long offset) {
    return assertThrows(RegistryException.class, () -> blob(client, server, offset)).reason();
  }

  @Test
  void aBlobThatDripsInIsNotAwaited() throws IOException {
    ScriptedServer.Script drip = drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x");
    try (ScriptedServer server = new ScriptedServer(drip);
        RegistryClient client = client(200, 5000)) {
      RegistryException e = assertThrows(RegistryException.class, () -> blob(client, server, 0));
      assertEquals(Reason.BROKEN, e.reason());
      assertTrue(e.getMessage().contains("bytes came in"), e.getMessage());
      assertEquals(3, server.requests().size(), "a few bytes are no progress");
    }
  }

  @Test
  void theFrontOfABlobThatDripsInIsNotAwaited() throws IOException {
    ScriptedServer.Script drip = drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x");
    try (ScriptedServer server = new ScriptedServer(drip);
        RegistryClient client = client(200, 5000)) {
      assertEquals(Reason.BROKEN, failure(client, server, 50_000));
    }
  }

  @Test
  void headerFieldsOfABlobThatDripInAreNotAwaited() throws IOException {
    for (String piece : new String[] {"X-More: 1\r\n", "x"}) {
      try (ScriptedServer server = new ScriptedServer(drip("HTTP/1.1 200 OK\r\n", piece));
          RegistryClient client = client(2000, 300)) {
        assertEquals(Reason.BROKEN, failure(client, server, 0));
      }
    }
  }

  @Test
  void hintsOfAnAnswerAreNotTheAnswer() throws IOException {
    ScriptedServer.Script hints =
        (request, out) -> {
          while (true) {
            out.write(ascii("HTTP/1.1 103 Early Hints\r\n\r\n"));
            out.flush();
            Thread.sleep(20);
          }
        };
    try (ScriptedServer server = new ScriptedServer(hints);
        RegistryClient client = client(2000, 300)) {
      assertThrows(RegistryException.class, () -> blob(client, server, 0));
    }
  }

  @Test
  void whatAnErrorSaysIsNotAwaited() throws IOException {
    ScriptedServer.Script drip =
        drip("HTTP/1.1 404 Not Found\r\nContent-Length: 60000\r\n\r\n", " ");
    try (ScriptedServer server = new ScriptedServer(drip);
        RegistryClient client = client(300, 5000)) {
      assertEquals(Reason.NOT_FOUND, failure(client, server, 0));
    }
  }

  @Test
  void anEndlessErrorIsNotRead() throws IOException {
    ScriptedServer.Script endless =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 400 Bad\r\nConnection: close\r\n\r\n"));
          byte[] spaces = ascii(" ".repeat(10_000));
          while (true) {
            out.write(spaces);
          }
        };
    try (ScriptedServer server = new ScriptedServer(endless);
        RegistryClient client = client(20_000, 20_000)) {
      long start = System.nanoTime();
      assertEquals(Reason.REFUSED, failure(client, server, 0));
      assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 10);
    }
  }

  @Test
  void aDownloadMayTakeLongerThanARequest() throws IOException {
    ScriptedServer.Script slow =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
          for (int i = 0; i < 10; i++) {
            out.write(new byte[10_000]);
            out.flush();
            Thread.sleep(80);
          }
        };
    try (ScriptedServer server = new ScriptedServer(slow);
        RegistryClient client = client(2000, 300)) {
      assertEquals(100_000, blob(client, server, 0).length);
      assertEquals(1, server.requests().size());
    }
  }

  /// Begins uploads, has nothing, and does with a blob as it is told.
  private static ScriptedServer uploads(ScriptedServer.Script put) throws IOException {
    return new ScriptedServer((request, out) -> {
      if (request.line().startsWith("PUT")) {
        put.answer(request, out);
      } else {
        String status = request.line().startsWith("POST") ? "202 Accepted" : "404 Not Found";
        out.write(
            ascii(
                "HTTP/1.1 %s\r\nLocation: /u\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .formatted(status)));
      }
    });
  }

  private static Reason upload(RegistryClient client, ScriptedServer server, int size) {
    byte[] blob = new byte[size];
    Descriptor descriptor = Descriptor.of("application/x", Digest.sha256(blob), size);
    return assertThrows(
            RegistryException.class,
            () ->
                client.upload(
                    name(server), descriptor, offset -> new ByteArrayInputStream(blob), sent -> {}))
        .reason();
  }

  @Test
  void anUploadThatNobodyReadsIsGivenUp() throws IOException {
    try (ScriptedServer server = uploads((request, out) -> Thread.sleep(30_000));
        RegistryClient client = client(300, 5000)) {
      assertEquals(Reason.BROKEN, upload(client, server, 32 << 20));
    }
  }

  @Test
  void anAnswerToAnUploadThatDripsInIsNotAwaited() throws IOException {
    try (ScriptedServer server = uploads(drip("HTTP/1.1 201 Created\r\n", "X-More: 1\r\n"));
        RegistryClient client = client(50, 5000)) {
      assertEquals(Reason.BROKEN, upload(client, server, 1000));
    }
  }

  @Test
  void anUploadThatNobodyAnswersIsGivenUp() throws IOException {
    byte[] blob = new byte[1000];
    ScriptedServer.Script mute =
        (request, out) -> {
          if (request.line().startsWith("POST")) {
            out.write(
                ascii(
                    "HTTP/1.1 202 Accepted\r\nLocation: /u\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
          } else if (request.line().startsWith("PUT")) {
            Thread.sleep(30_000);
          } else {
            out.write(
                ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
          }
        };
    try (ScriptedServer server = new ScriptedServer(mute);
        RegistryClient client = client(50, 5000)) {
      RegistryException e =
          assertThrows(
              RegistryException.class,
              () ->
                  client.upload(
                      name(server),
                      Descriptor.of("application/x", Digest.sha256(blob), blob.length),
                      offset -> new ByteArrayInputStream(blob),
                      sent -> {}));
      assertEquals(Reason.BROKEN, e.reason());
    }
  }
}
