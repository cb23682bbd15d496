package dev.jbuild.dockerfile.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DockerfileFormatterTest {

  private static String format(String text) throws DockerfileException {
    return DockerfileFormatter.format("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void wordsBlanksAndLineEndsAreMadeUniform() throws DockerfileException {
    assertEquals(
        """
        # escape=`
        # a comment

        FROM busybox AS one
        RUN make `
         && make install
        COPY a `
            b /c
        """,
        format(
            """
            # escape=`\r
            # a comment\r
            \r
            \r
              from   busybox as one  \r
            run\tmake `  \r
            \r
             && make install\r
            Copy a `\r
                     b /c\r
            \r
            """));
  }

  @Test
  void heredocsAndCommentsInsideStayAsTheyAre() throws DockerfileException {
    String text =
        """
        FROM busybox
        RUN <<EOF
          echo  \s
        # not ours

        EOF
        RUN a \\
            # why
            b
        """;
    assertEquals(text, format(text));
  }

  @Test
  void blankLineThatHidesADirectiveStays() throws DockerfileException {
    assertEquals("\n# escape=`\nFROM a\n", format("\n\n# escape=`\nFROM a\n"));
  }

  @Test
  void formattingTwiceChangesNothing() throws IOException {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("testdata/dockerfiles"))) {
      at = at.getParent();
    }
    try (Stream<Path> files = Files.walk(at.resolve("testdata/dockerfiles"))) {
      for (Path file : files.filter(f -> f.endsWith("Dockerfile")).toList()) {
        try {
          String once = format(Files.readString(file));
          assertEquals(once, format(once), file.toString());
        } catch (DockerfileException e) {
          // a negative case
        }
      }
    }
  }

  @Test
  void secondByteOrderMarkStaysTheTextThatItIs() throws DockerfileException {
    assertEquals("\uFEFF\uFEFFFROM a\n", format("\uFEFF\uFEFFFROM a \n"));
  }

  @Test
  void whiteSpaceBeyondAsciiIsPartOfWords() throws DockerfileException {
    assertEquals("FROM a\\\n    \u2028b\n", format("FROM a\\\n  \u2028b\n"));
  }
}
