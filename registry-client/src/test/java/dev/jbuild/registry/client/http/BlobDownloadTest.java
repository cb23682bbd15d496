package dev.jbuild.registry.client.http;

import static dev.jbuild.registry.client.http.ScriptedServer.ascii;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Blobs from servers that break off, stall or send something else.
class BlobDownloadTest {
  private static final int SIZE = 100_000;

  private static byte[] content() {
    byte[] bytes = new byte[SIZE];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private byte[] fetch(ScriptedServer server, long offset) throws IOException {
    try (RegistryClient client =
            HttpRegistryClient.open(
                Settings.quick().idleTimeout(Duration.ofSeconds(1)).build(),
                CredentialSource.ANONYMOUS);
        InputStream in = client.blob(reference(server), blob(), offset)) {
      return in.readAllBytes();
    }
  }

  private static Reference reference(ScriptedServer server) {
    return Reference.parse(server.domain() + "/app");
  }

  private static Descriptor blob() {
    return Descriptor.of("application/octet-stream", Digest.sha256(content()), SIZE);
  }

  private static ScriptedServer.Script whole(int announced, int sent) {
    return (request, out) -> {
      out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: " + announced + "\r\n\r\n"));
      out.write(content(), 0, sent);
    };
  }

  private static ScriptedServer.Script part(int from, int sent) {
    return (request, out) -> {
      out.write(
          ascii(
              "HTTP/1.1 206 Partial Content\r\nContent-Length: %d\r\nContent-Range: bytes %d-%d/%d\r\n\r\n"
                  .formatted(SIZE - from, from, SIZE - 1, SIZE)));
      out.write(content(), from, sent);
    };
  }

  @Test
  void goesOnWhereABrokenConnectionStopped() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(whole(SIZE, 40_000), part(40_000, 20_000), part(60_000, 40_000))) {
      assertArrayEquals(content(), fetch(server, 0));
      assertEquals("", server.requests().get(0).field("Range"));
      assertEquals("bytes=40000-", server.requests().get(1).field("Range"));
      assertEquals("bytes=60000-", server.requests().get(2).field("Range"));
    }
  }

  @Test
  void skipsTheFrontWhenTheServerIgnoresTheRange() throws IOException {
    try (ScriptedServer server = new ScriptedServer(whole(SIZE, 40_000), whole(SIZE, SIZE))) {
      assertArrayEquals(content(), fetch(server, 0));
    }
  }

  @Test
  void beginsInTheMiddleWhenAsked() throws IOException {
    try (ScriptedServer server = new ScriptedServer(part(99_000, 1000))) {
      assertArrayEquals(Arrays.copyOfRange(content(), 99_000, SIZE), fetch(server, 99_000));
      assertEquals("bytes=99000-", server.requests().getFirst().field("Range"));
    }
  }

  @Test
  void asksForNoCompressionOnTheWay() throws IOException {
    try (ScriptedServer server = new ScriptedServer(whole(SIZE, SIZE))) {
      fetch(server, 0);
      assertEquals("identity", server.requests().getFirst().field("Accept-Encoding"));
    }
  }

  @Test
  void givesUpWhenEveryConnectionBreaksWithoutAByte() throws IOException {
    try (ScriptedServer server = new ScriptedServer(whole(SIZE, 500), part(500, 0))) {
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 0));
      assertEquals(Reason.BROKEN, e.reason());
      assertEquals(3, server.requests().size(), "the first request and the tries after it");
    }
  }

  @Test
  void givesUpOnAServerThatStalls() throws IOException {
    ScriptedServer.Script stall =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n"));
          out.flush();
          Thread.sleep(20_000);
        };
    try (ScriptedServer server = new ScriptedServer(stall)) {
      long start = System.nanoTime();
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 0));
      assertEquals(Reason.BROKEN, e.reason());
      assertTrue(e.getMessage().contains("sent nothing for too long"), e.getMessage());
      assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 15);
    }
  }

  @Test
  void refusesAnotherRangeThanAskedFor() throws IOException {
    try (ScriptedServer server = new ScriptedServer(whole(SIZE, 40_000), part(30_000, 70_000))) {
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 0));
      assertEquals(Reason.MALFORMED, e.reason());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Range: bytes 40000-99998/100000", // another end
        "Content-Range: bytes 40000-99999/100001", // of another blob
        "Content-Range: bytes 39999-99999/100000", // another start
        "Content-Range: items 40000-99999/100000",
        "Content-Range: bytes */100000",
        "Content-Type: multipart/byteranges; boundary=x",
        "Content-Range: bytes 40000-99999/100000\r\nContent-Length: 60001"
      })
  void refusesAPartThatIsNotTheRest(String fields) throws IOException {
    ScriptedServer.Script part =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 206 Partial Content\r\n" + fields + "\r\n\r\n"));
          out.write(content(), 40_000, 60_000);
        };
    try (ScriptedServer server = new ScriptedServer(whole(SIZE, 40_000), part)) {
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 0));
      assertEquals(Reason.MALFORMED, e.reason());
    }
  }

  @Test
  void refusesAPartThatNobodyAskedFor() throws IOException {
    try (ScriptedServer server = new ScriptedServer(part(0, SIZE))) {
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 0));
      assertEquals(Reason.MALFORMED, e.reason());
    }
  }

  @Test
  void takesTheRestThoughTheServerDoesNotKnowTheSizeOfTheWhole() throws IOException {
    ScriptedServer.Script part =
        (request, out) -> {
          out.write(
              ascii("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 40000-99999/*\r\n\r\n"));
          out.write(content(), 40_000, 60_000);
        };
    try (ScriptedServer server = new ScriptedServer(whole(SIZE, 40_000), part)) {
      assertArrayEquals(content(), fetch(server, 0));
    }
  }

  @Test
  void breaksThatComeWithProgressAreNotCountedAgainstTheServer() throws IOException {
    ScriptedServer.Script[] scripts = new ScriptedServer.Script[10];
    scripts[0] = whole(SIZE, 10_000);
    for (int i = 1; i < scripts.length; i++) {
      scripts[i] = part(i * 10_000, 10_000);
    }
    try (ScriptedServer server = new ScriptedServer(scripts)) {
      assertArrayEquals(content(), fetch(server, 0));
      assertEquals(10, server.requests().size());
    }
  }

  @Test
  void givesUpAServerThatBreaksAgainAndAgain() throws IOException {
    int size = 1 << 20;
    ScriptedServer.Script crumb =
        (request, out) -> {
          String range = request.field("Range").replaceAll("\\D", "");
          int from = range.isEmpty() ? 0 : Integer.parseInt(range);
          out.write(
              ascii(
                  "HTTP/1.1 %s\r\nContent-Length: %d\r\nContent-Range: bytes %d-%d/%d\r\n\r\n"
                      .formatted(
                          from == 0 ? "200 OK" : "206 Partial Content",
                          size - from,
                          from,
                          size - 1,
                          size)));
          out.write(new byte[2000]);
        };
    Descriptor large = Descriptor.of("application/x", Digest.sha256(new byte[size]), size);
    try (ScriptedServer server = new ScriptedServer(crumb);
        RegistryClient client =
            HttpRegistryClient.open(Settings.quick().build(), CredentialSource.ANONYMOUS);
        InputStream in = client.blob(reference(server), large, 0)) {
      RegistryException e = assertThrows(RegistryException.class, in::readAllBytes);
      assertEquals(Reason.BROKEN, e.reason());
      assertEquals(101, server.requests().size());
    }
  }

  @Test
  void isContentWhenTheConnectionBreaksBehindTheLastByte() throws IOException {
    ScriptedServer.Script unfinished =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          out.write(ascii(Integer.toHexString(SIZE) + "\r\n"));
          out.write(content());
          out.write(ascii("\r\n")); // and no last chunk
        };
    ScriptedServer.Script open =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
          out.write(content());
          out.flush();
          Thread.sleep(5000);
        };
    for (ScriptedServer.Script script : List.of(unfinished, open)) {
      try (ScriptedServer server = new ScriptedServer(script)) {
        assertArrayEquals(content(), fetch(server, 0));
        assertEquals(1, server.requests().size());
      }
    }
  }

  @Test
  void asksAgainWhenTheHeadOfAnAnswerBreaksOff() throws IOException {
    ScriptedServer.Script cut =
        (request, out) -> out.write(ascii("HTTP/1.1 200 OK\r\nContent-Len"));
    try (ScriptedServer server = new ScriptedServer(cut, whole(SIZE, SIZE))) {
      assertArrayEquals(content(), fetch(server, 0));
      assertTrue(server.requests().size() >= 2);
    }
  }

  @Test
  void refusesABlobOfAnotherLengthBeforeReadingIt() throws IOException {
    try (ScriptedServer server = new ScriptedServer(whole(SIZE - 1, SIZE - 1))) {
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 0));
      assertEquals(Reason.MALFORMED, e.reason());
      assertTrue(e.getMessage().contains("99999 bytes where 100000"), e.getMessage());
    }
  }

  @Test
  void refusesMoreBytesThanTheBlobHas() throws IOException {
    ScriptedServer.Script endless =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
          out.write(content());
          out.write('x');
        };
    try (ScriptedServer server = new ScriptedServer(endless)) {
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 0));
      assertEquals(Reason.MALFORMED, e.reason());
    }
  }

  @Test
  void refusesMoreBytesThatFollowLater() throws IOException {
    ScriptedServer.Script longer =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
          out.write(content());
          out.flush();
          Thread.sleep(100);
          out.write('x');
        };
    try (ScriptedServer server = new ScriptedServer(longer)) {
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 0));
      assertEquals(Reason.MALFORMED, e.reason());
    }
  }

  @Test
  void readsFromTheStartWhereTheServerCannotGiveAPart() throws IOException {
    ScriptedServer.Script unsatisfiable =
        (request, out) ->
            out.write(
                ascii(
                    "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    try (ScriptedServer server =
        new ScriptedServer(whole(SIZE, 40_000), unsatisfiable, whole(SIZE, SIZE))) {
      assertArrayEquals(content(), fetch(server, 0));
      assertEquals("bytes=40000-", server.requests().get(1).field("Range"));
      assertEquals("", server.requests().get(2).field("Range"));
    }
  }

  @Test
  void givesUpWhereEveryAnswerIs416() throws IOException {
    ScriptedServer.Script unsatisfiable =
        (request, out) ->
            out.write(
                ascii(
                    "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    try (ScriptedServer server = new ScriptedServer(unsatisfiable)) {
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 500));
      assertEquals(Reason.REFUSED, e.reason());
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void takesABlobInChunksOfUnknownLength() throws IOException {
    ScriptedServer.Script chunked =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          for (int at = 0; at < SIZE; at += 25_000) {
            out.write(ascii(Integer.toHexString(25_000) + "\r\n"));
            out.write(content(), at, 25_000);
            out.write(ascii("\r\n"));
          }
          out.write(ascii("0\r\n\r\n"));
        };
    try (ScriptedServer server = new ScriptedServer(chunked)) {
      assertArrayEquals(content(), fetch(server, 0));
    }
  }

  @Test
  void goesOnWhereABodyOfUnknownLengthEndsEarly() throws IOException {
    ScriptedServer.Script half =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
          out.write(content(), 0, 50_000);
        };
    try (ScriptedServer server = new ScriptedServer(half, part(50_000, 50_000))) {
      assertArrayEquals(content(), fetch(server, 0));
      assertEquals("bytes=50000-", server.requests().getLast().field("Range"));
    }
  }

  @Test
  void goesOnBehindAChunkThatBroke() throws IOException {
    ScriptedServer.Script broken =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          out.write(ascii(Integer.toHexString(25_000) + "\r\n"));
          out.write(content(), 0, 20_000);
        };
    try (ScriptedServer server = new ScriptedServer(broken, part(20_000, 80_000))) {
      assertArrayEquals(content(), fetch(server, 0));
    }
  }

  @Test
  void saysThatABlobWasCompressedOnTheWay() throws IOException {
    ScriptedServer.Script compressed =
        (request, out) ->
            out.write(
                ascii("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"));
    try (ScriptedServer server = new ScriptedServer(compressed)) {
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 0));
      assertEquals(Reason.MALFORMED, e.reason());
      assertTrue(e.getMessage().contains("3 bytes in encoding 'gzip'"), e.getMessage());
    }
  }

  @Test
  void leavesAnEncodingAloneThatIsTheStoredBlobs() throws IOException {
    // Object stores label what is a gzip file anyway.
    ScriptedServer.Script labelled =
        (request, out) -> {
          out.write(
              ascii(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                      + SIZE
                      + "\r\n\r\n"));
          out.write(content());
        };
    try (ScriptedServer server = new ScriptedServer(labelled)) {
      assertArrayEquals(content(), fetch(server, 0));
    }
  }

  @Test
  void refusesAWebPageInPlaceOfABlob() throws IOException {
    ScriptedServer.Script page =
        (request, out) ->
            out.write(
                ascii(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"));
    try (ScriptedServer server = new ScriptedServer(page)) {
      RegistryException e = assertThrows(RegistryException.class, () -> fetch(server, 0));
      assertEquals(Reason.MALFORMED, e.reason());
    }
  }

  @Test
  void staysPatientWithASlowServerAsLongAsBytesFlow() throws IOException {
    ScriptedServer.Script slow =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n"));
          for (int at = 0; at < SIZE; at += 4000) {
            out.write(content(), at, 4000);
            out.flush();
            Thread.sleep(40);
          }
        };
    try (ScriptedServer server = new ScriptedServer(slow)) {
      assertArrayEquals(
          content(), fetch(server, 0), "1000 ms in all, 300 ms without a byte at most");
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void endsAtOnceWhenItsThreadIsInterrupted() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    ScriptedServer.Script stall =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n"));
          out.flush();
          reading.countDown();
          Thread.sleep(20_000);
        };
    try (ScriptedServer server = new ScriptedServer(stall);
        RegistryClient client =
            HttpRegistryClient.open(
                Settings.quick().idleTimeout(Duration.ofSeconds(15)).build(),
                CredentialSource.ANONYMOUS)) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try (InputStream in = client.blob(reference(server), blob(), 0)) {
                  in.readAllBytes();
                } catch (IOException e) {
                  failure.set(e);
                }
              });
      reading.await();
      Thread.sleep(100);
      reader.interrupt();
      assertTrue(reader.join(Duration.ofSeconds(5)), "the reader has ended");
      assertEquals(Reason.CANCELLED, ((RegistryException) failure.get()).reason());
    }
  }
}
