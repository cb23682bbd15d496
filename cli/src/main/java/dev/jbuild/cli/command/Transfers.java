package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.progress.Direction;
import dev.jbuild.cli.progress.TransferProgress;
import dev.jbuild.cli.progress.Warnings;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.engine.transfer.ImagePuller;
import dev.jbuild.engine.transfer.PlatformChoice;
import dev.jbuild.engine.transfer.PullResult;
import dev.jbuild.engine.transfer.TransferListener;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Transfers that are shown while they go on, for the commands that pull, push and copy.
final class Transfers {
  private Transfers() {}

  /// Something that tells a listener how far it is.
  @FunctionalInterface
  interface Transfer<T> {
    T run(TransferListener listener) throws Exception;
  }

  /// Pulls an image.
  ///
  /// @param insecure registries that may be reached unsafely
  /// @param shownOn where progress is shown; null for nowhere
  static PullResult pull(
      Invocation invocation,
      Store store,
      Reference name,
      PlatformChoice choice,
      List<String> insecure,
      Terminal.@Nullable Stream shownOn)
      throws Exception {
    try (RegistryClient client = Registries.client(invocation, insecure)) {
      ImagePuller puller = new ImagePuller(store, client, invocation.clock());
      return show(
          invocation, Direction.PULL, shownOn, listener -> puller.pull(name, choice, listener));
    }
  }

  /// Runs a transfer that Ctrl-C ends in order, shows it, and tells its warnings behind.
  ///
  /// @param shownOn where progress is shown; null for nowhere
  static <T> T show(
      Invocation invocation,
      Direction direction,
      Terminal.@Nullable Stream shownOn,
      Transfer<T> transfer)
      throws Exception {
    Warnings warnings = new Warnings();
    try {
      return Interruption.allow(
          invocation,
          () -> {
            if (shownOn == null) {
              return transfer.run(warnings.before(TransferListener.SILENT));
            }
            try (var display = TransferProgress.open(invocation, direction, shownOn)) {
              return transfer.run(warnings.before(display::accept));
            }
          });
    } finally {
      warnings.tell(invocation);
    }
  }
}
