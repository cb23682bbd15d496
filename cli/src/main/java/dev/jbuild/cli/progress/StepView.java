package dev.jbuild.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the live picture knows of one step of a build.
final class StepView {
  private static final int LAST_LINES = 6;

  enum State {
    RUNNING,
    DONE,
    CACHED,
    FAILED,
    CANCELLED
  }

  private record Transfer(long done, long total) {}

  private final String name;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Map<String, Transfer> transfers = new LinkedHashMap<>();
  private State state = State.RUNNING;
  private Instant started = Instant.MIN;
  private Duration took = Duration.ZERO;

  StepView(String name) {
    this.name = name;
  }

  void start(Instant at) {
    started = at;
  }

  void output(String line) {
    lastLines.addLast(line);
    if (lastLines.size() > LAST_LINES) {
      lastLines.removeFirst();
    }
  }

  void transfer(String item, long done, long total) {
    transfers.put(item, new Transfer(done, total));
  }

  void end(State how, Duration time) {
    state = how;
    took = time;
  }

  State state() {
    return state;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  /// The step's name behind the mark that tells how it ended.
  String title() {
    return switch (state) {
      case RUNNING, DONE -> name;
      case CACHED -> "CACHED " + name;
      case FAILED -> "ERROR " + name;
      case CANCELLED -> "CANCELED " + name;
    };
  }

  Duration took(Instant now) {
    return isRunning() && !started.equals(Instant.MIN) ? Duration.between(started, now) : took;
  }

  /// The lines below a running step.
  List<String> details(int width) {
    List<String> details = new ArrayList<>();
    transfers.forEach((item, transfer) -> {
      details.add(TransferLine.of(item, transfer.done(), transfer.total()));
    });
    for (String line : lastLines) {
      details.add("# " + Style.plain(line, width));
    }
    return details;
  }
}
