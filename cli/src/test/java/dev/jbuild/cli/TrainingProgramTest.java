package dev.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingProgramTest {
  @TempDir Path directory;

  @Test
  void itEndsWell() throws IOException, InterruptedException {
    Path program = directory.resolve("program");
    Files.write(program, TrainingProgram.bytes(System.getProperty("os.arch")));
    program.toFile().setExecutable(true);

    assertEquals(0, new ProcessBuilder(program.toString()).start().waitFor());
  }
}
