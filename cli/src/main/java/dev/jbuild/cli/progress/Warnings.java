package dev.jbuild.cli.progress;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.engine.transfer.TransferEvent;
import dev.jbuild.engine.transfer.TransferListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Keeps the warnings of a transfer until its picture is finished.
public final class Warnings {
  private final Queue<String> messages = new ConcurrentLinkedQueue<>();

  /// A listener that keeps warnings and passes everything on.
  public TransferListener before(TransferListener next) {
    return event -> {
      if (event instanceof TransferEvent.Warning warning) {
        messages.add(warning.message());
      }
      next.on(event);
    };
  }

  /// Tells the user what was kept.
  public void tell(Invocation invocation) {
    messages.forEach(invocation::warn);
    messages.clear();
  }
}
