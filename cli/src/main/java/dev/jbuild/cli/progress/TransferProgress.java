package dev.jbuild.cli.progress;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.engine.transfer.TransferEvent;
import java.io.PrintStream;

/// Chooses how a pull or push is shown.
public final class TransferProgress {
  private TransferProgress() {}

  /// A display on standard output or error: live on a terminal, plain lines elsewhere.
  public static Display<TransferEvent> open(
      Invocation invocation, Direction direction, Terminal.Stream stream) {
    boolean live =
        invocation.terminal().isTerminal(stream)
            && !"dumb".equals(invocation.environment().get("TERM"));
    PrintStream out =
        stream == Terminal.Stream.ERR ? invocation.streams().err() : invocation.streams().out();
    Renderer<TransferEvent> renderer =
        live
            ? new LiveTransfer(out, new KnownSize(invocation), direction)
            : new PlainTransfer(out, direction);
    return new Display<>("transfer progress", renderer, invocation.clock());
  }
}
