package dev.jbuild.cli.progress;

import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.engine.transfer.TransferEvent;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Digest;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A pull or push as a live picture: one line for each layer, with a bar, the rate and the time
/// left while bytes move.
final class LiveTransfer implements Renderer<TransferEvent> {
  private static final int LONGEST_BAR = 50;
  private static final int SHORTEST_BAR = 10;

  /// What stands beside a bar at most: ID, state, two sizes, rate and time left.
  private static final int TEXT_WIDTH = 66;

  private final LiveRegion region;
  private final Supplier<Terminal.Size> size;
  private final Direction direction;
  private final Map<Digest, Line> lines = new LinkedHashMap<>();

  private static final class Line {
    State state = State.WAITING;
    long done;
    long total;
    Pace pace = new Pace();
  }

  LiveTransfer(PrintStream out, Supplier<Terminal.Size> size, Direction direction) {
    this.region = new LiveRegion(out);
    this.size = size;
    this.direction = direction;
  }

  @Override
  public void accept(TransferEvent event) {
    switch (event) {
      case TransferEvent.BlobState e when e.layer() -> {
        Line line = lines.computeIfAbsent(e.blob().digest(), _ -> new Line());
        line.state = e.state();
        line.done = 0;
        line.total = 0;
        line.pace = new Pace();
      }
      case TransferEvent.Progress e -> {
        Line line = lines.get(e.blob().digest());
        if (line != null && line.state == e.state()) {
          line.done = e.done();
          line.total = e.total();
        }
      }
      case TransferEvent.BlobState _, TransferEvent.Resolved _, TransferEvent.Warning _ -> {}
    }
  }

  @Override
  public void refresh(Instant now) {
    for (Line line : lines.values()) {
      if (line.total > 0) {
        line.pace.note(now, line.done);
      }
    }
    draw();
  }

  @Override
  public void finish(Instant now) {
    draw();
    region.release();
  }

  @Override
  public void abandon() {
    region.release();
  }

  private void draw() {
    if (lines.isEmpty()) {
      return;
    }
    Terminal.Size screen = size.get();
    List<String> picture = new ArrayList<>();
    lines.forEach((digest, line) -> picture.add(text(digest, line, screen.columns() - 1)));
    int rows = Math.max(1, screen.rows() - 1);
    region.draw(picture.subList(Math.max(0, picture.size() - rows), picture.size()));
  }

  private String text(Digest digest, Line line, int width) {
    StringBuilder text = new StringBuilder(digest.shortHex()).append(": ");
    text.append(direction.words(line.state));
    if (line.total > 0) {
      int bar = Math.clamp(width - TEXT_WIDTH, SHORTEST_BAR, LONGEST_BAR);
      int filled = (int) (bar * Math.min(line.done, line.total) / line.total);
      text.append(" [").repeat('=', Math.max(0, filled - 1)).append(filled > 0 ? ">" : "");
      text.repeat(' ', bar - filled).append("] ");
      text.append(Sizes.format(line.done)).append('/').append(Sizes.format(line.total));
      text.append(line.pace.words(line.total - line.done));
    }
    return Style.plain(text.toString(), width);
  }
}
