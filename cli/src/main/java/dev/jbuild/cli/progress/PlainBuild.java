package dev.jbuild.cli.progress;

import dev.jbuild.builder.BuildEvent;
import dev.jbuild.builder.BuildStep;
import dev.jbuild.cli.text.Ages;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A build as numbered lines, in BuildKit's form: `#5 [2/4] RUN make`, `#5 0.123 output`, `#5 DONE
/// 0.2s`, `#6 CACHED`.
///
/// Lines of one step stay together: what other steps write waits until the step ends, or has been
/// silent for a while. A step that is taken up again repeats its heading.
final class PlainBuild implements Renderer<BuildEvent> {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration TRANSFER_PERIOD = Duration.ofSeconds(1);

  private final PrintStream out;
  private final BuildWarnings warnings;
  private final Map<Integer, Shown> steps = new LinkedHashMap<>();
  private @Nullable Shown active;
  private Instant lastLine = Instant.MIN;
  private boolean anything;

  private static final class Shown {
    final BuildStep step;
    final List<String> waiting = new ArrayList<>();
    Instant started = Instant.MIN;
    Instant lastTransfer = Instant.MIN;
    boolean announced;
    boolean ended;

    Shown(BuildStep step) {
      this.step = step;
    }
  }

  PlainBuild(PrintStream out, BuildWarnings.Detail warnings) {
    this.out = out;
    this.warnings = new BuildWarnings(warnings);
  }

  @Override
  public void accept(BuildEvent event) {
    switch (event) {
      case BuildEvent.Planned _ -> {}
      case BuildEvent.Warned e -> warnings.add(e);
      case BuildEvent.Started e -> {
        Shown shown = shown(e.step());
        shown.started = e.at();
        show(shown, e.at());
      }
      case BuildEvent.Cached e -> end(e.step(), e.at(), "CACHED");
      case BuildEvent.Output e -> {
        Shown shown = shown(e.step());
        show(shown, e.at(), elapsed(shown, e.at()) + " " + e.line());
      }
      case BuildEvent.Transferred e -> transferred(e);
      case BuildEvent.Finished e -> end(e.step(), e.at(), "DONE " + Ages.seconds(e.took()));
      case BuildEvent.Failed e -> end(e.step(), e.at(), "ERROR: " + e.message());
      case BuildEvent.Cancelled e -> end(e.step(), e.at(), "CANCELED");
    }
  }

  private Shown shown(BuildStep step) {
    return steps.computeIfAbsent(step.number(), _ -> new Shown(step));
  }

  private void transferred(BuildEvent.Transferred e) {
    Shown shown = shown(e.step());
    if (!TransferLine.isComplete(e) && e.at().isBefore(shown.lastTransfer.plus(TRANSFER_PERIOD))) {
      return;
    }
    shown.lastTransfer = e.at();
    show(shown, e.at(), TransferLine.of(e.item(), e.done(), e.total()));
  }

  private void end(BuildStep step, Instant at, String line) {
    Shown shown = shown(step);
    shown.ended = true;
    show(shown, at, line);
    if (active == null || active == shown) {
      active = null;
      showWaiting();
    }
  }

  private void show(Shown shown, Instant at, String... lines) {
    if (active != null && active != shown) {
      shown.waiting.addAll(List.of(lines));
      return;
    }
    active = shown;
    lastLine = at;
    announce(shown);
    for (String line : lines) {
      print(shown, line);
    }
  }

  private void announce(Shown shown) {
    if (!shown.announced) {
      out.append(anything ? "\n" : "");
      anything = true;
      shown.announced = true;
      print(shown, shown.step.name());
    }
  }

  private void print(Shown shown, String line) {
    out.append('#').append(Integer.toString(shown.step.number())).append(' ');
    out.append(line).append('\n');
  }

  /// Goes on with the steps that had to wait: all that ended, and the first one that has not.
  private void showWaiting() {
    for (Shown shown : steps.values()) {
      boolean unheard = !shown.waiting.isEmpty() || (!shown.announced && !shown.ended);
      if (unheard) {
        announce(shown);
        for (String line : shown.waiting) {
          print(shown, line);
        }
        shown.waiting.clear();
        if (!shown.ended) {
          active = shown;
          return;
        }
      }
    }
  }

  @Override
  public void refresh(Instant now) {
    Shown silent = active;
    if (silent != null && now.isAfter(lastLine.plus(PATIENCE)) && othersWait(silent)) {
      print(silent, "...");
      silent.announced = false;
      active = null;
      lastLine = now;
      // to the end of the order, so that the others come first
      steps.remove(silent.step.number());
      showWaiting();
      steps.put(silent.step.number(), silent);
    }
    out.flush();
  }

  private boolean othersWait(Shown than) {
    for (Shown shown : steps.values()) {
      if (shown != than && !shown.waiting.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void finish(Instant now) {
    active = null;
    showWaiting();
    while (active != null) {
      active = null;
      showWaiting();
    }
    out.flush();
    warnings.print(out);
  }

  @Override
  public void abandon() {
    out.flush();
  }

  private static String elapsed(Shown shown, Instant at) {
    long millis =
        shown.started.equals(Instant.MIN)
            ? 0
            : Math.max(0, Duration.between(shown.started, at).toMillis());
    return millis / 1000 + "." + Long.toString(1000 + millis % 1000).substring(1);
  }
}
