package dev.jbuild.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootFilesystemTest {
  private static final Path UPPER = Path.of("/u");
  private static final Path WORK = Path.of("/w");

  @Test
  void equalLayersCountOnceAtTheirTopmostPlace() {
    List<Path> layers = List.of(Path.of("/empty"), Path.of("/a"), Path.of("/empty"), Path.of("/b"));
    assertEquals(
        List.of(Path.of("/empty"), Path.of("/a"), Path.of("/b")),
        new RootFilesystem.Overlay(layers, UPPER, WORK).lower());
  }

  @Test
  void relativePathsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new RootFilesystem.Overlay(List.of(Path.of("a")), UPPER, WORK));
  }
}
