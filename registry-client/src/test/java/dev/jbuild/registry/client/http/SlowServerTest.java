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
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that neither answer nor hang up: every request ends all the same.
@Timeout(60)
class SlowServerTest {
  @TempDir private Path directory;

  private RegistryClient client(long idleMillis, long requestMillis) {
    return HttpRegistryClient.open(
        Settings.quick(directory)
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
