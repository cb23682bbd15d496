package dev.jbuild.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.builder.BuildEvent;
import dev.jbuild.builder.BuildStep;
import dev.jbuild.builder.OutputSink;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlainBuildTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final BuildStep RUN = new BuildStep(5, "[2/4] RUN make");
  private static final BuildStep COPY = new BuildStep(6, "[3/4] COPY . /app");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PlainBuild plain =
      new PlainBuild(
          new PrintStream(bytes, false, StandardCharsets.UTF_8), BuildWarnings.Detail.LINES);

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  private static BuildEvent.Output line(long millis, BuildStep step, String text) {
    return new BuildEvent.Output(at(millis), step, OutputSink.Stream.STDOUT, text);
  }

  private String text() {
    plain.finish(at(60_000));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void numbersStepsAndTimesTheirOutput() {
    plain.accept(new BuildEvent.Started(at(0), RUN));
    plain.accept(line(123, RUN, "compiling"));
    plain.accept(line(1_050, RUN, "linking"));
    plain.accept(new BuildEvent.Finished(at(1_200), RUN, Duration.ofMillis(1_200)));
    plain.accept(new BuildEvent.Cached(at(1_210), COPY));
    assertEquals(
        """
        #5 [2/4] RUN make
        #5 0.123 compiling
        #5 1.050 linking
        #5 DONE 1.2s

        #6 [3/4] COPY . /app
        #6 CACHED
        """,
        text());
  }

  @Test
  void tellsEachWarningOnceAtTheEnd() {
    plain.accept(new BuildEvent.Warned(at(0), "Dockerfile:2: variable 'X' is not set", ""));
    plain.accept(new BuildEvent.Warned(at(1), "Dockerfile:2: variable 'X' is not set", ""));
    plain.accept(new BuildEvent.Cached(at(10), COPY));
    assertEquals(
        """
        #6 [3/4] COPY . /app
        #6 CACHED

         1 warning found:
         - Dockerfile:2: variable 'X' is not set
        """,
        text());
  }

  @Test
  void showsTheLinesConcernedOnlyWhenAskedFor() {
    plain.accept(new BuildEvent.Warned(at(0), "RuleName: text (Dockerfile:2)", "    2 | ENV a b"));
    assertEquals(
        """

         1 warning found (use --debug to expand):
         - RuleName: text (Dockerfile:2)
        """,
        text());
    PlainBuild expanded =
        new PlainBuild(
            new PrintStream(bytes, false, StandardCharsets.UTF_8), BuildWarnings.Detail.EXCERPTS);
    bytes.reset();
    expanded.accept(
        new BuildEvent.Warned(at(0), "RuleName: text (Dockerfile:2)", "    2 | ENV a b"));
    expanded.finish(at(1));
    assertEquals(
        """

         1 warning found:
         - RuleName: text (Dockerfile:2)
            2 | ENV a b

        """,
        bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void keepsTheLinesOfOneStepTogether() {
    plain.accept(new BuildEvent.Started(at(0), RUN));
    plain.accept(new BuildEvent.Started(at(10), COPY));
    plain.accept(line(20, RUN, "a"));
    plain.accept(line(30, COPY, "b"));
    plain.refresh(at(100));
    plain.accept(new BuildEvent.Finished(at(200), COPY, Duration.ofMillis(190)));
    plain.accept(new BuildEvent.Finished(at(300), RUN, Duration.ofMillis(300)));
    assertEquals(
        """
        #5 [2/4] RUN make
        #5 0.020 a
        #5 DONE 0.3s

        #6 [3/4] COPY . /app
        #6 0.020 b
        #6 DONE 0.2s
        """,
        text());
  }

  @Test
  void turnsToAnotherStepWhenOneIsSilentForLong() {
    plain.accept(new BuildEvent.Started(at(0), RUN));
    plain.accept(new BuildEvent.Started(at(10), COPY));
    plain.accept(line(20, COPY, "b"));
    plain.refresh(at(500));
    plain.refresh(at(1_500));
    plain.accept(line(1_600, RUN, "a"));
    plain.accept(new BuildEvent.Finished(at(1_700), COPY, Duration.ofMillis(1_690)));
    plain.accept(new BuildEvent.Finished(at(1_800), RUN, Duration.ofMillis(1_800)));
    assertEquals(
        """
        #5 [2/4] RUN make
        #5 ...

        #6 [3/4] COPY . /app
        #6 0.010 b
        #6 DONE 1.7s

        #5 [2/4] RUN make
        #5 1.600 a
        #5 DONE 1.8s
        """,
        text());
  }

  @Test
  void tellsFailuresCancellationsAndTransfers() {
    BuildStep from = new BuildStep(1, "[internal] pull busybox");
    plain.accept(new BuildEvent.Started(at(0), from));
    plain.accept(new BuildEvent.Transferred(at(10), from, "abc", 1_000, 4_000));
    plain.accept(new BuildEvent.Transferred(at(20), from, "abc", 2_000, 4_000));
    plain.accept(new BuildEvent.Transferred(at(30), from, "abc", 4_000, 4_000));
    plain.accept(new BuildEvent.Transferred(at(2_000), from, "transferring context:", 2_000, -1));
    plain.accept(
        new BuildEvent.Transferred(at(2_010), from, "transferring context:", 2_000, 2_000));
    plain.accept(new BuildEvent.Transferred(at(2_020), from, "naming to app:1", 0, 0));
    plain.accept(new BuildEvent.Cancelled(at(40), from));
    plain.accept(new BuildEvent.Started(at(50), RUN));
    plain.accept(new BuildEvent.Failed(at(60), RUN, Duration.ofMillis(10), "exit code 1"));
    assertEquals(
        """
        #1 [internal] pull busybox
        #1 abc 1kB / 4kB
        #1 abc 4kB / 4kB done
        #1 transferring context: 2kB
        #1 transferring context: 2kB done
        #1 naming to app:1 done
        #1 CANCELED

        #5 [2/4] RUN make
        #5 ERROR: exit code 1
        """,
        text());
  }
}
