package dev.jbuild.cli.progress;

import dev.jbuild.builder.BuildEvent;
import dev.jbuild.builder.BuildStep;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.text.Ages;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A build as a live picture on a terminal, in BuildKit's form: a heading with the time and the
/// number of steps, one line for each step, and below a running step its transfers and the last
/// lines that it wrote.
final class TreeBuild implements Renderer<BuildEvent> {
  private static final int TIME_COLUMN = 9;
  private static final int MIN_WIDTH = 40;

  private final LiveRegion region;
  private final Supplier<Terminal.Size> size;
  private final PrintStream out;
  private final BuildWarnings warnings;
  private final Style style;
  private final Instant begun;
  private final Map<Integer, StepView> steps = new LinkedHashMap<>();
  private int planned;
  private int ended;
  private boolean failed;

  TreeBuild(
      PrintStream out,
      Supplier<Terminal.Size> size,
      Style style,
      Instant begun,
      BuildWarnings.Detail warnings) {
    this.out = out;
    this.warnings = new BuildWarnings(warnings);
    this.region = new LiveRegion(out);
    this.size = size;
    this.style = style;
    this.begun = begun;
  }

  @Override
  public void accept(BuildEvent event) {
    switch (event) {
      case BuildEvent.Planned e -> planned += e.steps().size();
      case BuildEvent.Warned e -> warnings.add(e);
      case BuildEvent.Started e -> view(e.step()).start(e.at());
      case BuildEvent.Output e -> view(e.step()).output(e.line());
      case BuildEvent.Transferred e -> view(e.step()).transfer(e.item(), e.done(), e.total());
      case BuildEvent.Cached e -> end(e.step(), StepView.State.CACHED, Duration.ZERO);
      case BuildEvent.Finished e -> end(e.step(), StepView.State.DONE, e.took());
      case BuildEvent.Cancelled e -> end(e.step(), StepView.State.CANCELLED, Duration.ZERO);
      case BuildEvent.Failed e -> {
        failed = true;
        end(e.step(), StepView.State.FAILED, e.took());
      }
    }
  }

  private StepView view(BuildStep step) {
    return steps.computeIfAbsent(step.number(), _ -> new StepView(step.name()));
  }

  private void end(BuildStep step, StepView.State state, Duration took) {
    StepView view = view(step);
    if (view.isRunning()) {
      ended++;
    }
    view.end(state, took);
  }

  @Override
  public void refresh(Instant now) {
    if (steps.isEmpty()) {
      return;
    }
    Terminal.Size screen = size.get();
    region.draw(fitted(lines(now, screen.columns(), true), Math.max(3, screen.rows() - 1)));
  }

  @Override
  public void finish(Instant now) {
    Terminal.Size screen = size.get();
    // a picture taller than the screen can't be redrawn in place: the part above has scrolled away
    region.draw(fitted(lines(now, screen.columns(), false), Math.max(3, screen.rows() - 1)));
    region.release();
    warnings.print(out);
  }

  @Override
  public void abandon() {
    region.release();
  }

  private List<String> lines(Instant now, int columns, boolean live) {
    int width = Math.max(MIN_WIDTH, columns) - 1;
    List<String> lines = new ArrayList<>();
    String state = live ? "" : failed ? " ERROR" : " FINISHED";
    lines.add(
        "[+] Building "
            + Ages.seconds(Duration.between(begun, now))
            + " ("
            + ended
            + "/"
            + Math.max(planned, steps.size())
            + ")"
            + state);
    for (StepView step : steps.values()) {
      lines.add(painted(step, timed(step.title(), step.took(now), width)));
      if (live && step.isRunning()) {
        for (String detail : step.details(width - TIME_COLUMN)) {
          lines.add(style.faint(Style.plain(" => => " + detail, width)));
        }
      }
    }
    return lines;
  }

  private String painted(StepView step, String line) {
    return switch (step.state()) {
      case RUNNING -> line;
      case FAILED -> style.failed(line);
      case DONE, CACHED, CANCELLED -> style.done(line);
    };
  }

  private static String timed(String title, Duration took, int width) {
    String time = Ages.seconds(took);
    String text = Style.plain(" => " + title, width - TIME_COLUMN);
    return text + " ".repeat(Math.max(1, width - text.length() - time.length())) + time;
  }

  /// The heading and the newest lines that the screen has room for.
  private static List<String> fitted(List<String> lines, int rows) {
    if (lines.size() <= rows) {
      return lines;
    }
    List<String> fitted = new ArrayList<>(rows);
    fitted.add(lines.getFirst());
    fitted.addAll(lines.subList(lines.size() - rows + 1, lines.size()));
    return fitted;
  }
}
