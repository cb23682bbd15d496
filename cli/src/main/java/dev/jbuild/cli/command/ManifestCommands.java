package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.progress.Direction;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.engine.image.ManifestLists;
import dev.jbuild.engine.transfer.IndexPuller;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the commands of the group `manifest` have in common.
final class ManifestCommands {
  static final Option<String> OS = Option.textOr("--os", "OS", "Operating system", "");
  static final Option<String> ARCH =
      Option.textOr("--arch", "ARCH", "Architecture, as Go calls it", "");
  static final Option<String> VARIANT =
      Option.textOr("--variant", "VARIANT", "Variant of the architecture", "");
  static final Option<String> OS_VERSION =
      Option.textOr("--os-version", "VERSION", "Version of the operating system", "");
  static final Option<List<String>> OS_FEATURES =
      Option.repeated("--os-features", "FEATURE", "Feature that the image needs");
  static final Option<List<String>> ANNOTATION =
      Option.repeated("--annotation", "KEY=VALUE", "Annotation; an empty value removes it");

  private static final String SCHEME = "docker://";

  private ManifestCommands() {}

  /// The name of a list, with its tag.
  static Reference name(String text) throws CommandException {
    Reference name = Reference.parse(text).withDefaultTag();
    if (name.digestOrNull() != null) {
      throw new CommandException("can't name a manifest list '" + text + "': it has a digest");
    }
    return name;
  }

  /// The list of a name.
  ///
  /// @throws CommandException when there is none
  static Image list(Store store, Reference name) throws IOException, CommandException {
    return store
        .images()
        .find(name)
        .orElseThrow(() ->
            new CommandException(
                "no such manifest list: '"
                    + name.familiar()
                    + "'; make it with 'jbuild manifest create'"));
  }

  /// Takes the name from a list, which goes with its last tag.
  static void remove(Store store, Reference name) throws IOException, CommandException {
    Image list = list(store, name);
    if (list.tags().size() > 1) {
      store.images().untag(name);
    } else {
      store.images().remove(list);
    }
  }

  /// Images by name or ID; those that the store lacks are pulled, for all platforms.
  static List<Image> images(
      Invocation invocation, Store store, List<String> namesOrIds, boolean insecure)
      throws Exception {
    List<Image> images = new ArrayList<>();
    for (String text : namesOrIds) {
      String nameOrId = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
      Optional<Image> there = store.images().resolve(nameOrId);
      images.add(
          there.isPresent()
              ? there.get()
              : pulled(invocation, store, Reference.parse(nameOrId), insecure));
    }
    return images;
  }

  private static Image pulled(Invocation invocation, Store store, Reference name, boolean insecure)
      throws Exception {
    List<String> unsafe = insecure ? List.of(name.domain()) : List.of();
    try (RegistryClient client = Registries.client(invocation, unsafe)) {
      IndexPuller puller = new IndexPuller(store, client, invocation.clock());
      return Transfers.show(
              invocation,
              Direction.PULL,
              Terminal.Stream.ERR,
              listener -> puller.pull(name, listener))
          .image();
    }
  }

  /// What an entry shall say of its image.
  static ManifestLists.Change change(CommandSyntax syntax, Arguments arguments)
      throws UsageException {
    Map<String, String> annotations = new LinkedHashMap<>();
    for (String annotation : arguments.get(ANNOTATION)) {
      int equals = annotation.indexOf('=');
      if (equals <= 0) {
        throw new UsageException(syntax, "annotation '" + annotation + "' is not KEY=VALUE");
      }
      annotations.put(annotation.substring(0, equals), annotation.substring(equals + 1));
    }
    return new ManifestLists.Change(
        arguments.get(OS),
        arguments.get(ARCH),
        arguments.get(VARIANT),
        arguments.get(OS_VERSION),
        arguments.get(OS_FEATURES),
        annotations);
  }
}
