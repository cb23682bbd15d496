package dev.jbuild.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.ContainerConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigChangesTest {
  @Test
  void instructionsAreAppliedInOrder() throws IOException {
    ContainerConfig config =
        ConfigChanges.of(
            List.of(
                "ENV A=1 B=2",
                "env C=$A",
                "CMD [\"a\", \"b\"]",
                "LABEL x=y",
                "EXPOSE 80",
                "WORKDIR /w",
                "WORKDIR sub",
                "USER 5"));
    assertEquals(List.of("A=1", "B=2", "C=1"), config.env());
    assertEquals(List.of("a", "b"), config.cmd());
    assertEquals(Map.of("x", "y"), config.labels());
    assertTrue(config.exposedPorts().contains("80/tcp"));
    assertEquals("/w/sub", config.workingDir());
    assertEquals("5", config.user());
    assertEquals(ContainerConfig.EMPTY, ConfigChanges.of(List.of()));
  }

  @Test
  void whatChangesFilesIsRefused() {
    for (String change : List.of("RUN true", "COPY a b", "FROM x", "", "CMD a\nRUN b")) {
      assertThrows(IllegalArgumentException.class, () -> ConfigChanges.of(List.of(change)), change);
    }
  }

  @Test
  void whatIsMalformedIsNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ConfigChanges.of(List.of("CMD x", "ENV")));
    assertTrue(e.getMessage().startsWith("change 'ENV': "), e.getMessage());
  }
}
