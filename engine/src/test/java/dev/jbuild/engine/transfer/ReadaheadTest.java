package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadaheadTest {
  @Test
  void givesAllBytesInOrderThoughTheProducerUsesOneBuffer() throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    Random random = new Random(1);
    try (Readahead in =
        new Readahead(
            "test",
            sink -> {
              byte[] buffer = new byte[1000];
              for (int i = 0; i < 500; i++) {
                random.nextBytes(buffer);
                int length = random.nextInt(buffer.length + 1);
                expected.write(buffer, 0, length);
                sink.accept(buffer, length);
              }
            })) {
      byte[] all = in.readAllBytes();
      assertArrayEquals(expected.toByteArray(), all);
      assertEquals(-1, in.read());
    }
  }

  @Test
  void throwsTheProducersFailureBehindItsBytes() throws IOException {
    IOException failure = new IOException("gone");
    try (Readahead in =
        new Readahead(
            "test",
            sink -> {
              sink.accept(new byte[] {7}, 1);
              throw failure;
            })) {
      assertEquals(7, in.read());
      assertSame(failure, assertThrows(IOException.class, in::read));
      assertSame(failure, in.failure().orElseThrow());
    }
  }

  @Test
  void stopsAProducerThatIsFarAhead() throws IOException {
    AtomicBoolean stopped = new AtomicBoolean();
    Readahead in =
        new Readahead(
            "test",
            sink -> {
              try {
                while (true) {
                  sink.accept(new byte[100], 100);
                }
              } finally {
                stopped.set(true);
              }
            });
    assertEquals(0, in.read());
    in.close();
    assertTrue(stopped.get(), "the producer has ended when close returns");
  }
}
