package dev.jbuild.cli.progress;

import dev.jbuild.engine.transfer.TransferEvent;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Digest;
import java.io.PrintStream;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A pull or push as one line for each layer and lasting state, as docker prints it when nobody
/// watches: `3f4d90098f5b: Pull complete`.
final class PlainTransfer implements Renderer<TransferEvent> {
  private final PrintStream out;
  private final Direction direction;
  private final Map<State, Set<Digest>> told = new EnumMap<>(State.class);

  PlainTransfer(PrintStream out, Direction direction) {
    this.out = out;
    this.direction = direction;
  }

  @Override
  public void accept(TransferEvent event) {
    if (event instanceof TransferEvent.BlobState e && e.layer() && isLasting(e.state())) {
      Digest digest = e.blob().digest();
      if (told.computeIfAbsent(e.state(), _ -> new HashSet<>()).add(digest)) {
        out.append(digest.shortHex()).append(": ");
        out.append(direction.words(e.state())).append('\n');
      }
    }
  }

  private static boolean isLasting(State state) {
    return switch (state) {
      case WAITING, EXISTS, MOUNTED, DONE -> true;
      case COMPRESSING, DOWNLOADING, UNPACKING, UPLOADING -> false;
    };
  }

  @Override
  public void refresh(Instant now) {
    out.flush();
  }

  @Override
  public void finish(Instant now) {
    out.flush();
  }

  @Override
  public void abandon() {
    out.flush();
  }
}
