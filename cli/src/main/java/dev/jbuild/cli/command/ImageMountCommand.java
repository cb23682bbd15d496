package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.OrdinaryUsers;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.image.ImageMounts;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.snapshot.Snapshots;
import java.io.IOException;

/// `jbuild image mount [IMAGE...]`.
final class ImageMountCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("image mount", "Mount images for reading, or list what is mounted")
          .description(
              "Prints where each is mounted. A mount stays until 'jbuild image umount' or until the"
                  + " machine restarts. Where no overlay can be mounted, it is a copy of the files.")
          .positionals(Positional.many("IMAGE", "name or ID of an image", 0))
          .example("jbuild image mount", "lists the images that are mounted")
          .example("ls $(jbuild image mount app:1)", "shows the files of the image app:1")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    OrdinaryUsers.requireSharedMounts(invocation, arguments, "image mount");
    try (Store store = Stores.open(invocation, arguments)) {
      ImageMounts mounts = new ImageMounts(store);
      if (arguments.operands().isEmpty()) {
        for (ImageMounts.ImageMount mount : mounts.list()) {
          invocation.println(name(store, mount.id()) + "  " + mount.mounted().path());
        }
      }
      Snapshots snapshots = Stores.snapshots(invocation, arguments, store, invocation::warn);
      for (String name : arguments.operands()) {
        ImageMounts.ImageMount mount = mounts.mount(Stores.require(store, name), snapshots);
        invocation.println(
            arguments.operands().size() == 1
                ? mount.mounted().path().toString()
                : name + "  " + mount.mounted().path());
      }
    }
    return ExitCode.OK.number();
  }

  /// The first name of an image, else its ID; what is mounted may be removed already.
  private static String name(Store store, Digest id) throws IOException {
    for (Image image : store.images().list()) {
      if (image.id().equals(id) && !image.tags().isEmpty()) {
        return image.tags().getFirst().familiar();
      }
    }
    return id.shortHex();
  }
}
