package dev.jbuild.cli.command;

import dev.jbuild.cli.syntax.CommandSyntax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All commands by name. Finding one loads its class and no other.
public final class Commands {
  /// The command for a command line that names none.
  public static final String DEFAULT = "build";

  private static final List<String> NAMES =
      List.of(
          "build",
          "images",
          "history",
          "inspect",
          "tag",
          "rmi",
          "import",
          "save",
          "load",
          "export",
          "mount",
          "umount",
          "unshare",
          "pull",
          "push",
          "copy",
          "search",
          "login",
          "logout",
          "run",
          "ps",
          "rm",
          "fmt",
          "registry serve",
          "registry catalog",
          "registry tags",
          "registry referrers",
          "registry delete",
          "system df",
          "system prune",
          "system check",
          "manifest create",
          "manifest add",
          "manifest annotate",
          "manifest exists",
          "manifest inspect",
          "manifest push",
          "manifest rm",
          "image diff",
          "image tree",
          "image mount",
          "image umount",
          "image prune",
          "container prune",
          "builder prune",
          "version",
          "completion",
          "debug dockerfile");

  private Commands() {}

  /// The command of this name; null when there is none. Names of two words, such as `registry
  /// serve`, have one blank.
  public static @Nullable Command find(String name) {
    return switch (name) {
      case "build" -> new BuildCommand();
      case "builder prune" -> new BuilderPruneCommand();
      case "completion" -> new CompletionCommand();
      case "container prune" -> new ContainerPruneCommand();
      case "copy" -> new CopyCommand();
      case "export" -> new ExportCommand();
      case "debug dockerfile" -> new DebugDockerfileCommand();
      case "fmt" -> new FmtCommand();
      case "history" -> new HistoryCommand();
      case "image diff" -> new ImageDiffCommand();
      case "image tree" -> new ImageTreeCommand();
      case "image mount" -> new ImageMountCommand();
      case "image umount", "image unmount" -> new ImageUmountCommand();
      case "image prune" -> new ImagePruneCommand();
      case "images" -> new ImagesCommand();
      case "import" -> new ImportCommand();
      case "inspect" -> new InspectCommand();
      case "load" -> new LoadCommand();
      case "login" -> new LoginCommand();
      case "logout" -> new LogoutCommand();
      case "manifest add" -> new ManifestAddCommand();
      case "manifest annotate" -> new ManifestAnnotateCommand();
      case "manifest create" -> new ManifestCreateCommand();
      case "manifest exists" -> new ManifestExistsCommand();
      case "manifest inspect" -> new ManifestInspectCommand();
      case "manifest push" -> new ManifestPushCommand();
      case "manifest rm", "manifest remove" -> new ManifestRmCommand();
      case "mount" -> new MountCommand();
      case "ps" -> new PsCommand();
      case "pull" -> new PullCommand();
      case "push" -> new PushCommand();
      case "registry catalog" -> new RegistryCatalogCommand();
      case "registry delete" -> new RegistryDeleteCommand();
      case "registry referrers" -> new RegistryReferrersCommand();
      case "registry serve" -> new RegistryServeCommand();
      case "registry tags" -> new RegistryTagsCommand();
      case "rm" -> new RmCommand();
      case "rmi" -> new RmiCommand();
      case "run" -> new RunCommand();
      case "save" -> new SaveCommand();
      case "search" -> new SearchCommand();
      case "system check" -> new SystemCheckCommand();
      case "system df" -> new SystemDfCommand();
      case "system prune" -> new SystemPruneCommand();
      case "tag" -> new TagCommand();
      case "umount", "unmount" -> new UmountCommand();
      case "unshare" -> new UnshareCommand();
      case "version" -> new VersionCommand();
      default -> Groups.find(name);
    };
  }

  /// Whether a word begins names of two words.
  public static boolean isGroup(String word) {
    return switch (word) {
      case "builder", "container", "debug", "image", "manifest", "registry", "system" -> true;
      default -> false;
    };
  }

  /// The syntaxes of all commands that have a name of their own, in the order in which help lists
  /// them. Loads them.
  public static List<CommandSyntax> listed() {
    return syntaxes(NAMES);
  }

  /// The syntaxes of all commands under all names that help and completion know. Loads all
  /// commands.
  public static List<CommandSyntax> all() {
    List<CommandSyntax> all = new ArrayList<>(syntaxes(NAMES));
    all.addAll(syntaxes(Groups.NAMES));
    return all;
  }

  private static List<CommandSyntax> syntaxes(List<String> names) {
    List<CommandSyntax> all = new ArrayList<>();
    for (String name : names) {
      Command command = find(name);
      if (command == null) {
        throw new IllegalStateException("command '" + name + "' is listed but not defined");
      }
      all.add(command.syntax());
    }
    return all;
  }
}
