package dev.jbuild.cli.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jbuild.cli.TestInvocation;
import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.Invocation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private final TestInvocation world = new TestInvocation(Path.of("/"));
  private final Invocation invocation = world.invocation();

  @Test
  void aSignalInterruptsTheWorkAndGivesItsExitCode() {
    CommandException stopped =
        assertThrows(
            CommandException.class,
            () ->
                Interruption.allow(
                    invocation,
                    () -> {
                      world.signal("TERM");
                      Thread.sleep(60_000);
                      return "done";
                    }));
    assertEquals(143, stopped.exitCode());
    assertEquals("stopped by SIGTERM", stopped.getMessage());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void workThatIsNotStoppedKeepsItsResultAndItsFailure() throws Exception {
    assertEquals("done", Interruption.allow(invocation, () -> "done"));
    assertThrows(
        IOException.class,
        () ->
            Interruption.allow(
                invocation,
                () -> {
                  throw new IOException("no");
                }));
    assertThrows(IllegalStateException.class, () -> world.signal("TERM"));
  }
}
