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

/// A pull that is shown while it goes on, for the commands that pull.
final class Pulls {
  private Pulls() {}

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
    Warnings warnings = new Warnings();
    try (RegistryClient client = Registries.client(invocation, insecure)) {
      ImagePuller puller = new ImagePuller(store, client, invocation.clock());
      return Interruption.allow(
          invocation,
          () -> {
            if (shownOn == null) {
              return puller.pull(name, choice, warnings.before(TransferListener.SILENT));
            }
            try (var display = TransferProgress.open(invocation, Direction.PULL, shownOn)) {
              return puller.pull(name, choice, warnings.before(display::accept));
            }
          });
    } finally {
      warnings.tell(invocation);
    }
  }
}
