package dev.jbuild.builder.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StageNamesTest {
  private static String hint(String instruction) throws DockerfileException {
    String text = "FROM scratch AS build\nFROM scratch\n" + instruction + "\n";
    return StageNames.hint(
        Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8)), SourceRange.line(3));
  }

  @Test
  void misspeltStageIsNoticedWhereverImagesAreNamed() throws DockerfileException {
    String expected = "; did you mean the stage 'build'?";
    assertEquals(expected, hint("COPY --from=biuld /a /a"));
    assertEquals(expected, hint("FROM buildd"));
    assertEquals(expected, hint("RUN --mount=type=bind,from=bild,target=/x true"));
  }

  @Test
  void otherImagesAreLeftAlone() throws DockerfileException {
    assertEquals("", hint("FROM debian"));
    assertEquals("", hint("COPY --from=build /a /a"));
    assertEquals("", hint("RUN biuld"));
  }
}
