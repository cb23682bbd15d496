package dev.jbuild.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  @Test
  void everyNameSurvivesTheRoundTrip() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, FileNames.encode(FileNames.decode(bytes)));
    }
  }

  @Test
  void namesInUtf8AreTheirText() {
    String name = "grüße-日本-🦆";
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    assertEquals(name, FileNames.decode(bytes));
    assertArrayEquals(bytes, FileNames.encode(name));
    assertFalse(FileNames.isEscaped(name));
  }

  @Test
  void otherBytesAreMarked() {
    String name = FileNames.decode(new byte[] {'a', (byte) 0xe9});
    assertEquals("a\udce9", name);
    assertTrue(FileNames.isEscaped(name));
  }

  @Test
  void refusesSurrogatesThatStandForNoByte() {
    assertThrows(IllegalArgumentException.class, () -> FileNames.encode("\ud800"));
    assertThrows(IllegalArgumentException.class, () -> FileNames.encode("\udc41"));
  }
}
