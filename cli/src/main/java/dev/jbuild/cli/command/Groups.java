package dev.jbuild.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commands of docker's groups `image` and `container` that have a name of one word too.
final class Groups {
  /// Their names, in the order in which help lists them.
  static final List<String> NAMES =
      List.of(
          "image ls",
          "image build",
          "image history",
          "image inspect",
          "image tag",
          "image rm",
          "image pull",
          "image push",
          "image save",
          "image load",
          "image import",
          "container ls",
          "container run",
          "container inspect",
          "container rm",
          "container export",
          "container mount",
          "container umount");

  private Groups() {}

  /// The command of this name; null when there is none.
  static @Nullable Command find(String name) {
    Command command =
        switch (name) {
          case "image build" -> new BuildCommand();
          case "image history" -> new HistoryCommand();
          case "image import" -> new ImportCommand();
          case "image inspect" -> new InspectCommand("image");
          case "image load" -> new LoadCommand();
          case "image ls", "image list" -> new ImagesCommand();
          case "image pull" -> new PullCommand();
          case "image push" -> new PushCommand();
          case "image rm", "image remove" -> new RmiCommand();
          case "image save" -> new SaveCommand();
          case "image tag" -> new TagCommand();
          case "container export" -> new ExportCommand();
          case "container inspect" -> new InspectCommand("container");
          case "container mount" -> new MountCommand();
          case "container umount", "container unmount" -> new UmountCommand();
          case "container ls", "container list", "container ps" -> new PsCommand();
          case "container rm", "container remove" -> new RmCommand();
          case "container run" -> new RunCommand();
          default -> null;
        };
    return command == null ? null : new AliasCommand(name, command);
  }
}
