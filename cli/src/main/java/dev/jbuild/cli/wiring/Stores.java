package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.GlobalOptions;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.disk.DiskStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

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
