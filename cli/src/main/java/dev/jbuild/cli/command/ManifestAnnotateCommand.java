package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.image.ManifestLists;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `jbuild manifest annotate LIST IMAGE`.
final class ManifestAnnotateCommand implements Command {
  private static final Option<String> OS = Option.textOr("--os", "OS", "Operating system", "");
  private static final Option<String> ARCH =
      Option.textOr("--arch", "ARCH", "Architecture, as Go calls it", "");
  private static final Option<String> VARIANT =
      Option.textOr("--variant", "VARIANT", "Variant of the architecture", "");
  private static final Option<String> OS_VERSION =
      Option.textOr("--os-version", "VERSION", "Version of the operating system", "");
  private static final Option<List<String>> OS_FEATURES =
      Option.repeated("--os-features", "FEATURE", "Feature that the image needs");
  private static final Option<List<String>> ANNOTATION =
      Option.repeated("--annotation", "KEY=VALUE", "Annotation; an empty value removes it");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("manifest annotate", "Change what a list says of one of its images")
          .options(ANNOTATION, ARCH, OS, OS_FEATURES, OS_VERSION, VARIANT)
          .positionals(
              Positional.one("LIST", "name of the list"),
              Positional.one("IMAGE", "name, ID or digest of an image in it"))
          .example(
              "jbuild manifest annotate --arch arm --variant v7 app:1 app:1-pi",
              "says that the image is for 32-bit ARM")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments)
      throws IOException, CommandException, UsageException {
    Reference name = ManifestCommands.name(arguments.operand(0));
    Map<String, String> annotations = new LinkedHashMap<>();
    for (String annotation : arguments.get(ANNOTATION)) {
      int equals = annotation.indexOf('=');
      if (equals <= 0) {
        throw new UsageException(SYNTAX, "annotation '" + annotation + "' is not KEY=VALUE");
      }
      annotations.put(annotation.substring(0, equals), annotation.substring(equals + 1));
    }
    ManifestLists.Change change =
        new ManifestLists.Change(
            arguments.get(OS),
            arguments.get(ARCH),
            arguments.get(VARIANT),
            arguments.get(OS_VERSION),
            arguments.get(OS_FEATURES),
            annotations);
    try (Store store = Stores.open(invocation, arguments)) {
      ManifestLists lists = new ManifestLists(store, invocation.clock());
      Image list = ManifestCommands.list(store, name);
      Digest entry = lists.entry(list, arguments.operand(1));
      lists.annotate(name, list, entry, change);
    }
    return ExitCode.OK.number();
  }
}
