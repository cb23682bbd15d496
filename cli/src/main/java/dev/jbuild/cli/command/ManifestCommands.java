package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.engine.image.ManifestLists;
import dev.jbuild.engine.transfer.EntryPuller;
import dev.jbuild.engine.transfer.TransferListener;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Lease;
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

  /// What can be said of an image in a list.
  static final Option<?>[] ENTRY = {ANNOTATION, ARCH, OS, OS_FEATURES, OS_VERSION, VARIANT};

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

  /// Entries for images by name or ID. Of those that the store lacks, and of those that begin with
  /// `docker://`, manifests and configurations are fetched.
  ///
  /// @param lease keeps the manifests until a list leads to them
  static List<Descriptor> entries(
      Invocation invocation, Store store, Lease lease, List<String> namesOrIds, boolean insecure)
      throws Exception {
    ManifestLists lists = new ManifestLists(store, invocation.clock());
    List<Descriptor> entries = new ArrayList<>();
    for (String text : namesOrIds) {
      boolean remote = text.startsWith(SCHEME);
      Optional<Image> there = remote ? Optional.empty() : store.images().resolve(text);
      entries.addAll(
          there.isPresent()
              ? lists.entries(there.get(), lease)
              : remote(invocation, store, lease, Reference.parse(withoutScheme(text)), insecure));
    }
    return entries;
  }

  /// What follows `docker://`, which podman's users put before names in registries.
  static String withoutScheme(String text) {
    return text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
  }

  private static List<Descriptor> remote(
      Invocation invocation, Store store, Lease lease, Reference name, boolean insecure)
      throws Exception {
    List<String> unsafe = insecure ? List.of(name.domain()) : List.of();
    try (RegistryClient client = Registries.client(invocation, unsafe)) {
      return Interruption.allow(
          invocation,
          () -> new EntryPuller(store, client).entries(name, lease, TransferListener.SILENT));
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
        features(arguments),
        annotations);
  }

  /// Several may stand in one value, as docker and podman take them.
  private static List<String> features(Arguments arguments) {
    List<String> features = new ArrayList<>();
    for (String value : arguments.get(OS_FEATURES)) {
      features.addAll(List.of(value.split(",")));
    }
    return features;
  }
}
