package dev.jbuild.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.engine.container.VolumeMount.Anonymous;
import dev.jbuild.engine.container.VolumeMount.HostPath;
import dev.jbuild.engine.container.VolumeMount.Named;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeMountTest {
  private static VolumeMount parse(String text) {
    return VolumeMount.parse(text, Path.of("/work/here"));
  }

  @Test
  void pathsOfTheHostAreResolved() {
    assertEquals(new HostPath(Path.of("/a"), "/b", false), parse("/a:/b"));
    assertEquals(new HostPath(Path.of("/work/here/a"), "/b", true), parse("./a:/b:ro"));
    assertEquals(new HostPath(Path.of("/work/x"), "/b", false), parse("../x/.:/b:rw"));
    assertEquals(new HostPath(Path.of("/work/here"), "/b", false), parse(".:/b"));
  }

  @Test
  void otherSourcesAreNames() {
    assertEquals(new Named("data", "/b/c", true), parse("data:/b/./c/:ro"));
    assertEquals(new Anonymous("/data", false), parse("/data"));
    assertEquals(new Anonymous("/data", true), parse("/data:ro"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        ":/b",
        "a:",
        "a:b",
        "/a:/b:/c",
        "/a:/b:xx",
        "a b:/c",
        "/a:/",
        "/a:/proc/x",
        "a/b:/c"
      })
  void malformedOnesAreRefusedByTheirText(String text) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parse(text));
    assertTrue(e.getMessage().startsWith("volume '" + text + "': "), e.getMessage());
  }
}
