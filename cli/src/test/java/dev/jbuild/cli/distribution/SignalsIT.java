package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signals to `jbuild run` and what becomes of them in the container.
class SignalsIT {
  @TempDir Path work;

  @Test
  void signalsReachTheContainerAndNothingElseDoes() throws IOException, InterruptedException {
    Distribution.needsRoot();
    Distribution distribution = new Distribution(work);
    distribution.importBusybox();
    Files.writeString(
        work.resolve("traps"),
        """
        for s in HUP USR1 USR2 ALRM PWR QUIT; do trap "echo $s" $s; done
        trap "echo TERM; exit 9" TERM
        echo ready
        while :; do sleep 0.05; done
        """);
    Path log = work.resolve("log");
    Process run =
        distribution
            .jbuild(
                "run",
                "--rm",
                "--name",
                "signalled",
                "-v",
                work.resolve("traps") + ":/traps:ro",
                "busybox")
            .and("sh", "/traps")
            .start(log);
    String seen = "ready\n";
    await(log, seen, run);
    for (String signal : List.of("HUP", "USR1", "USR2", "ALRM", "PWR")) {
      new Command("kill", "-" + signal, Long.toString(run.pid())).run().succeeded();
      seen += signal + "\n";
      await(log, seen, run);
    }
    // the JVM's own; it must not print its threads into what the container writes
    new Command("kill", "-QUIT", Long.toString(run.pid())).run().succeeded();
    // the way past it, as docs/docker.md has it
    String pid = distribution.run("inspect", "--format", "{{.State.Pid}}", "signalled").out();
    new Command("kill", "-QUIT", pid.strip()).run().succeeded();
    seen += "QUIT\n";
    await(log, seen, run);
    new Command("kill", "-TERM", Long.toString(run.pid())).run().succeeded();
    assertEquals(9, run.waitFor());
    assertEquals(seen + "TERM\n", Files.readString(log));
  }

  private static void await(Path log, String text, Process run)
      throws IOException, InterruptedException {
    Await.until(
        "the container writes '" + text + "'",
        () -> Files.readString(log).equals(text) ? true : null,
        run::isAlive);
  }
}
