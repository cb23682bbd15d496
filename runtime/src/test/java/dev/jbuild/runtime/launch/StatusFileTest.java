package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.ContainerException.Cause;
import dev.jbuild.runtime.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {
  @TempDir Path directory;

  private StatusFile status(String text) throws IOException {
    Files.writeString(directory.resolve("status"), text);
    return new StatusFile(directory);
  }

  @Test
  void missingFileTellsNothing() throws IOException {
    StatusFile status = new StatusFile(directory);
    assertTrue(status.started().isEmpty());
    assertTrue(status.exited().isEmpty());
    assertTrue(status.failed().isEmpty());
    assertFalse(status.isAlive());
  }

  @Test
  void readsStartAndEnd() throws IOException {
    StatusFile status =
        status(
            """
            started pid=12 start=345 shim=11 shimstart=344 time=1000
            exited code=0 signal=9 oom=1 time=2000
            """);
    StatusFile.Started started = status.started().orElseThrow();
    assertEquals(new StatusFile.ProcessId(12, 345), started.process());
    assertEquals(new StatusFile.ProcessId(11, 344), started.shim());
    assertEquals(Instant.ofEpochMilli(1000), started.at());
    assertEquals(new ExitStatus(0, 9, true), status.exited().orElseThrow().status());
  }

  @Test
  void readsEscapedFailure() throws IOException {
    StatusFile.Failed failed =
        status("failed blame=127 errno=2 call=exec subject=/a%20b%25+%C3%A4 time=5\n")
            .failed()
            .orElseThrow();
    assertEquals(Cause.NOT_FOUND, failed.blame());
    assertEquals("/a b%+ä", failed.subject());
    assertEquals(2, failed.errno());
  }

  @Test
  void unfinishedLineIsNotThereYet() throws IOException {
    assertTrue(status("started pid=12 start=34").started().isEmpty());
  }

  @Test
  void damagedLineIsNamed() throws IOException {
    StatusFile status = status("started pid=x start=1 shim=1 shimstart=1 time=1\n");
    IllegalStateException e = assertThrows(IllegalStateException.class, status::started);
    assertTrue(e.getMessage().contains("'pid'"), e.getMessage());
  }
}
