package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.GlobalOptions;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.disk.DiskStore;
import dev.jbuild.layer.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Where an invocation's store is.
public final class Stores {
  private Stores() {}

  /// The directory of the store: `--root`, else `JBUILD_ROOT`, else `/var/lib/jbuild` for root and
  /// `jbuild` in the user's data directory for others.
  public static Path root(Invocation invocation, Arguments arguments) {
    Optional<String> given =
        arguments.get(GlobalOptions.ROOT).or(() -> invocation.variable("JBUILD_ROOT"));
    if (given.isPresent()) {
      return invocation.resolve(given.get());
    }
    if (invocation.user().isRoot()) {
      return Path.of("/var/lib/jbuild");
    }
    return invocation
        .variable("XDG_DATA_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> invocation.user().home().resolve(".local/share"))
        .resolve("jbuild");
  }

  /// Opens the store, which is made when it is missing.
  public static Store open(Invocation invocation, Arguments arguments) throws IOException {
    return DiskStore.open(root(invocation, arguments), invocation.clock());
  }

  /// How containers of a store get their files.
  ///
  /// @param warnings told when it is not what was expected
  public static Snapshots snapshots(
      Invocation invocation, Arguments arguments, Store store, Consumer<String> warnings) {
    boolean silent = arguments.get(GlobalOptions.LOG_LEVEL).equals("error");
    return new Snapshots(store, driver(invocation, arguments), silent ? _ -> {} : warnings);
  }

  /// The driver that the user wants: `--storage-driver`, else `JBUILD_STORAGE_DRIVER`, else an
  /// overlay or what can stand for it.
  static Snapshots.Driver driver(Invocation invocation, Arguments arguments) {
    String wanted =
        arguments
            .get(GlobalOptions.STORAGE_DRIVER)
            .or(() -> invocation.variable("JBUILD_STORAGE_DRIVER"))
            .orElse("auto");
    return switch (wanted) {
      case "auto" -> Snapshots.Driver.AUTO;
      case "overlay", "overlay2" -> Snapshots.Driver.OVERLAY;
      case "copy", "vfs" -> Snapshots.Driver.COPY;
      default ->
          throw new IllegalArgumentException(
              "storage driver '" + wanted + "' is not known, expected auto, overlay or copy");
    };
  }

  /// The image that a user means.
  ///
  /// @throws CommandException when there is none
  public static Image require(Store store, String nameOrId) throws IOException, CommandException {
    return store
        .images()
        .resolve(nameOrId)
        .orElseThrow(() ->
            new CommandException(
                "no such image: '"
                    + nameOrId
                    + "'; see 'jbuild images' for those that are here, or pull it"));
  }
}
