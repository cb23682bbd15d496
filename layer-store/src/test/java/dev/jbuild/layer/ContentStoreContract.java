package dev.jbuild.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every content store promises. Extend it and give it an empty store.
public abstract class ContentStoreContract {
  private static final byte[] DATA = "some content".getBytes(StandardCharsets.UTF_8);

  protected abstract ContentStore content() throws IOException;

  private static Digest digest(Digest.Algorithm algorithm, byte[] bytes) {
    MessageDigest hash = algorithm.newHash();
    hash.update(bytes);
    return Digest.of(algorithm, hash);
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  @ParameterizedTest
  @EnumSource(Digest.Algorithm.class)
  void givesBackWhatWasStored(Digest.Algorithm algorithm) throws IOException {
    Digest digest = digest(algorithm, DATA);
    content().ingest(stream(DATA), digest, DATA.length);
    assertTrue(content().contains(digest));
    assertEquals(DATA.length, content().size(digest).orElseThrow());
    assertArrayEquals(DATA, content().read(digest, 100));
    try (InputStream in = content().open(digest)) {
      assertArrayEquals(DATA, in.readAllBytes());
    }
    content().verify(digest);
    assertEquals(List.of(digest), content().list());
  }

  @Test
  void storingTwiceIsStoringOnce() throws IOException {
    Digest digest = content().put(DATA);
    assertEquals(digest, content().put(DATA));
    content().ingest(stream(DATA), digest, -1);
    assertEquals(List.of(digest), content().list());
  }

  @Test
  void whatIsNotThereIsNotFound() throws IOException {
    Digest digest = Digest.sha256(DATA);
    assertFalse(content().contains(digest));
    assertTrue(content().size(digest).isEmpty());
    ContentException.NotFound e =
        assertThrows(ContentException.NotFound.class, () -> content().open(digest));
    assertEquals(digest, e.digest());
    assertThrows(ContentException.NotFound.class, () -> content().read(digest, 9));
    assertThrows(ContentException.NotFound.class, () -> content().verify(digest));
    assertFalse(content().delete(digest));
  }

  @Test
  void otherBytesThanAnnouncedAreNeverStored() throws IOException {
    Digest wrong = Digest.sha256(new byte[] {1});
    ContentException.DigestMismatch e =
        assertThrows(
            ContentException.DigestMismatch.class,
            () -> content().ingest(stream(DATA), wrong, DATA.length));
    assertEquals(Digest.sha256(DATA), e.actual());
    assertThrows(
        ContentException.DigestMismatch.class,
        () -> content().ingest(stream(DATA), Digest.sha256(DATA), DATA.length + 1));
    assertEquals(List.of(), content().list());
  }

  @Test
  void aSourceThatBreaksLeavesNothing() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("broken");
          }
        };
    assertThrows(IOException.class, () -> content().ingest(broken, Digest.sha256(DATA), 12));
    assertEquals(List.of(), content().list());
  }

  @Test
  void readingIsBounded() throws IOException {
    Digest digest = content().put(DATA);
    assertThrows(ContentException.Corrupt.class, () -> content().read(digest, DATA.length - 1));
    assertArrayEquals(DATA, content().read(digest, DATA.length));
  }

  @Test
  void aWriterGoesOnWhereTheLastOneStopped() throws Exception {
    Digest digest = Digest.sha256(DATA);
    try (ContentWriter writer = content().writer(digest).orElseThrow()) {
      writer.write(DATA, 0, 5);
    }
    assertFalse(content().contains(digest));
    try (ContentWriter writer = content().writer(digest).orElseThrow()) {
      assertEquals(5, writer.offset());
      writer.write(DATA, 5, DATA.length - 5);
      writer.commit(digest, DATA.length);
    }
    assertArrayEquals(DATA, content().read(digest, 100));
    assertTrue(content().writer(digest).isEmpty());
  }

  @Test
  void aWriterCanStartOver() throws Exception {
    Digest digest = Digest.sha256(DATA);
    try (ContentWriter writer = content().writer(digest).orElseThrow()) {
      writer.write(new byte[100], 0, 100);
      writer.restart();
      assertEquals(0, writer.offset());
      writer.write(DATA, 0, DATA.length);
      writer.commit(digest, -1);
    }
    content().verify(digest);
  }

  @Test
  void wrongBytesAreNotResumed() throws Exception {
    Digest digest = Digest.sha256(DATA);
    try (ContentWriter writer = content().writer(digest).orElseThrow()) {
      writer.write(new byte[12], 0, 12);
      assertThrows(ContentException.DigestMismatch.class, () -> writer.commit(digest, 12));
    }
    try (ContentWriter writer = content().writer(digest).orElseThrow()) {
      assertEquals(0, writer.offset());
    }
  }

  @Test
  void aSecondWriterOfOneDigestWaitsAndThenFindsIt() throws Exception {
    Digest digest = Digest.sha256(DATA);
    ContentStore content = content();
    CompletableFuture<Boolean> second;
    try (ContentWriter writer = content.writer(digest).orElseThrow()) {
      second =
          CompletableFuture.supplyAsync(() -> {
            try {
              return content.writer(digest).isPresent();
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      writer.write(DATA, 0, DATA.length);
      Thread.sleep(60);
      assertFalse(second.isDone());
      writer.commit(digest, DATA.length);
    }
    assertFalse(second.get());
  }

  @Test
  void aWriterWithoutDigestNamesItsContentAtTheEnd() throws IOException {
    byte[] large = new byte[300_000];
    Arrays.fill(large, (byte) 3);
    try (ContentWriter writer = content().writer()) {
      writer.write(large, 0, large.length);
      assertEquals(Digest.sha256(large), writer.commit());
    }
    try (ContentWriter writer = content().writer()) {
      Digest other = digest(Digest.Algorithm.SHA512, DATA);
      writer.write(DATA, 0, DATA.length);
      writer.commit(other, DATA.length);
      assertArrayEquals(DATA, content().read(other, 100));
    }
  }

  @Test
  void deletedContentIsGone() throws IOException {
    Digest digest = content().put(DATA);
    assertTrue(content().delete(digest));
    assertFalse(content().contains(digest));
  }
}
