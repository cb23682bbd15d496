package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.OrdinaryUsers;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.image.ImageMounts;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.Store;
import java.io.IOException;

/// `jbuild image umount IMAGE...`.
final class ImageUmountCommand implements Command {
  private static final Option<Boolean> ALL = Option.flag("-a --all", "Take all mounts away");
  private static final Option<Boolean> FORCE =
      Option.flag("-f --force", "However often it was mounted");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("image umount", "Take the mounts of images away")
          .options(ALL, FORCE)
          .positionals(Positional.many("IMAGE", "name or ID of an image", 0))
          .example("jbuild image umount app:1", "takes the mount of the image app:1 away")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    OrdinaryUsers.requireSharedMounts(invocation, arguments, "image umount");
    boolean force = arguments.get(FORCE);
    int exitCode = ExitCode.OK.number();
    try (Store store = Stores.open(invocation, arguments)) {
      ImageMounts mounts = new ImageMounts(store);
      if (arguments.get(ALL)) {
        for (ImageMounts.ImageMount mount : mounts.list()) {
          mounts.unmount(mount.id(), force);
          invocation.println(mount.id().hex());
        }
      }
      for (String name : arguments.operands()) {
        Digest id = Stores.require(store, name).id();
        if (mounts.unmount(id, force).isPresent()) {
          invocation.println(id.hex());
        } else {
          invocation.note("jbuild: image '" + name + "' is not mounted");
          exitCode = ExitCode.FAILURE.number();
        }
      }
    }
    return exitCode;
  }
}
