package dev.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Files stay small enough to be read in one sitting.
class SourceSizeTest {
  private static final int LIMIT = 500;

  @Test
  void noMainFileIsLongerThanTheLimit() throws IOException {
    List<String> tooLong = new ArrayList<>();
    List<Path> files = mainFiles();
    for (Path file : files) {
      try (Stream<String> lines = Files.lines(file)) {
        long count = lines.count();
        if (count > LIMIT) {
          tooLong.add(file + " has " + count + " lines");
        }
      }
    }
    assertTrue(files.size() > 100, () -> "found only " + files.size() + " files");
    assertEquals(List.of(), tooLong);
  }

  private static List<Path> mainFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(projectRoot())) {
      for (Path module : modules.sorted().toList()) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources)) {
          try (Stream<Path> found = Files.walk(sources)) {
            found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
          }
        }
      }
    }
    return files;
  }

  private static Path projectRoot() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve("image-model"))) {
      directory = directory.getParent();
      assertTrue(directory != null, "the tests do not run inside the project");
    }
    return directory;
  }
}
