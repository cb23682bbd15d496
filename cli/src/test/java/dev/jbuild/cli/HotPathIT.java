package dev.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that only look something up must start fast: they load no class of the libraries that
/// cost most of a start.
class HotPathIT {
  private static final List<String> SLOW =
      List.of(
          "picocli.",
          "com.fasterxml.jackson.databind.",
          "okhttp3.",
          "kotlin.",
          "org.eclipse.jetty.",
          "org.bouncycastle.",
          "org.apache.commons.compress.",
          "com.github.luben.zstd.",
          "dev.jbuild.registry.",
          "dev.jbuild.dockerfile.",
          "java.util.logging.",
          "java.util.Formatter",
          "java.lang.foreign.");

  @TempDir Path directory;

  private List<String> loadedBy(String... arguments) throws IOException, InterruptedException {
    Path log = directory.resolve("classes.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:class+load:file=" + log);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.jbuild.cli.Main"));
    command.addAll(List.of("--root", directory.resolve("store").toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(directory.resolve("output").toFile()))
            .start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it did not end");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> read(directory.resolve("output")));
    List<String> slow = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      // "[0.123s][info][class,load] NAME source: ..."
      String name = line.replaceFirst("^(\\[[^]]*])+ ", "").split(" ")[0];
      if (SLOW.stream().anyMatch(name::startsWith)) {
        slow.add(name);
      }
    }
    return slow;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void versionLoadsNothingSlow() throws IOException, InterruptedException {
    assertEquals(List.of(), loadedBy("version"));
  }

  @Test
  void imagesLoadsNothingSlow() throws IOException, InterruptedException {
    assertEquals(List.of(), loadedBy("images"));
  }

  @Test
  void psLoadsNothingSlow() throws IOException, InterruptedException {
    assertEquals(List.of(), loadedBy("ps", "-a"));
  }
}
