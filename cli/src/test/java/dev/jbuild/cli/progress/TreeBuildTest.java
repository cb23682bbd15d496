package dev.jbuild.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.builder.BuildEvent;
import dev.jbuild.builder.BuildStep;
import dev.jbuild.builder.OutputSink;
import dev.jbuild.cli.invocation.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeBuildTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final BuildStep FROM = new BuildStep(1, "[1/3] FROM busybox");
  private static final BuildStep COPY = new BuildStep(2, "[2/3] COPY . /app");
  private static final BuildStep RUN = new BuildStep(3, "[3/3] RUN make");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final VirtualScreen screen = new VirtualScreen();

  private TreeBuild tree(int columns, int rows) {
    return new TreeBuild(
        new PrintStream(bytes, false, StandardCharsets.UTF_8),
        () -> new Terminal.Size(columns, rows),
        new Style(false),
        START,
        BuildWarnings.Detail.LINES);
  }

  private String shown() {
    screen.write(bytes.toString(StandardCharsets.UTF_8));
    bytes.reset();
    return screen.text();
  }

  @Test
  void drawsStepsInPlaceAndLeavesTheFinalPicture() {
    TreeBuild tree = tree(60, 24);
    tree.accept(new BuildEvent.Planned(START, List.of(FROM, COPY, RUN)));
    tree.accept(new BuildEvent.Cached(START, FROM));
    tree.accept(new BuildEvent.Started(START.plusMillis(100), RUN));
    tree.accept(
        new BuildEvent.Output(
            START.plusMillis(300), RUN, OutputSink.Stream.STDOUT, "\u001b[1mcc\u001b[0m\tmain.c"));
    tree.refresh(START.plusMillis(1_600));
    assertEquals(
        """
        [+] Building 1.6s (1/3)
         => CACHED [1/3] FROM busybox                          0.0s
         => [3/3] RUN make                                     1.5s
         => => # cc      main.c
        """,
        shown());
    assertFalse(screen.cursorVisible());

    tree.accept(new BuildEvent.Finished(START.plusMillis(2_100), RUN, Duration.ofSeconds(2)));
    tree.finish(START.plusMillis(2_200));
    assertEquals(
        """
        [+] Building 2.2s (2/3) FINISHED
         => CACHED [1/3] FROM busybox                          0.0s
         => [3/3] RUN make                                     2.0s
        """,
        shown());
    assertTrue(screen.cursorVisible());
  }

  @Test
  void showsBytesOfTransfers() {
    TreeBuild tree = tree(60, 24);
    tree.accept(new BuildEvent.Started(START, FROM));
    tree.accept(new BuildEvent.Transferred(START, FROM, "sha256:abc", 1_500_000, 4_000_000));
    tree.refresh(START);
    assertTrue(shown().contains(" => => sha256:abc 1.5MB / 4MB\n"));
  }

  @Test
  void marksTheStepThatFailed() {
    TreeBuild tree = tree(60, 24);
    tree.accept(new BuildEvent.Started(START, RUN));
    tree.accept(new BuildEvent.Failed(START.plusSeconds(1), RUN, Duration.ofSeconds(1), "no"));
    tree.finish(START.plusSeconds(1));
    String text = shown();
    assertTrue(text.startsWith("[+] Building 1.0s (1/1) ERROR\n"), text);
    assertTrue(text.contains(" => ERROR [3/3] RUN make "), text);
  }

  @Test
  void neverDrawsMoreLinesThanTheScreenHas() {
    TreeBuild tree = tree(60, 5);
    for (int i = 1; i <= 20; i++) {
      tree.accept(new BuildEvent.Cached(START, new BuildStep(i, "step " + i)));
    }
    tree.refresh(START);
    List<String> lines = shown().lines().toList();
    assertEquals(4, lines.size());
    assertTrue(lines.getFirst().startsWith("[+] Building"));
    assertTrue(lines.getLast().contains("step 20"));
  }

  @Test
  void cutsLongNamesToTheWidth() {
    TreeBuild tree = tree(50, 24);
    tree.accept(new BuildEvent.Started(START, new BuildStep(1, "x".repeat(200))));
    tree.refresh(START.plusSeconds(3));
    shown().lines().forEach(line -> assertTrue(line.length() < 50, line));
    assertTrue(shown().contains("x 3.0s") || shown().contains(" 3.0s"));
  }

  @Test
  void showsTheCursorAgainWhenAbandoned() {
    TreeBuild tree = tree(60, 24);
    tree.accept(new BuildEvent.Started(START, RUN));
    tree.refresh(START);
    tree.abandon();
    shown();
    assertTrue(screen.cursorVisible());
  }
}
