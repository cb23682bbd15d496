package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.image.ManifestLists;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.Json;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// `jbuild manifest inspect NAME`, and `jbuild manifest inspect LIST IMAGE` for one image of a list
/// in the store.
final class ManifestInspectCommand implements Command {
  private static final Option<Boolean> VERBOSE =
      Option.flag("-v --verbose", "Show descriptors, and the manifests of all platforms");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("manifest inspect", "Show a manifest, or a list of them")
          .description(
              "Looks into the store first, then into the registry that the name begins with. With IMAGE,"
                  + " shows the manifest of that image of the list NAME in the store.")
          .options(LoginCommand.INSECURE, LoginCommand.TLS_VERIFY, VERBOSE)
          .positionals(
              Positional.one("NAME", "name of an image or a list"),
              Positional.optional("IMAGE", "name, ID or digest of an image in the list"))
          .example("jbuild manifest inspect app:1", "shows the platforms of app:1")
          .example(
              "jbuild manifest inspect -v docker://localhost:5000/app:1",
              "shows what the registry has, with digests")
          .example("jbuild manifest inspect app:1 app:1-pi", "shows one image of the list app:1")
          .example("jbuild manifest inspect localhost:5000/app:1", "asks the registry when need be")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    String given = ManifestCommands.withoutScheme(arguments.operand(0));
    Object shown;
    try (Store store = Stores.open(invocation, arguments)) {
      if (arguments.operands().size() > 1) {
        shown = entry(invocation, store, arguments);
        return print(invocation, shown);
      }
      boolean remote = !given.equals(arguments.operand(0));
      Optional<Image> image = remote ? Optional.empty() : store.images().resolve(given);
      shown =
          image.isPresent()
              ? local(store, image.get(), given, arguments)
              : remote(invocation, given, arguments);
    }
    return print(invocation, shown);
  }

  private static int print(Invocation invocation, Object shown) {
    invocation.println(new String(Json.pretty(shown), StandardCharsets.UTF_8));
    return ExitCode.OK.number();
  }

  private static Object entry(Invocation invocation, Store store, Arguments arguments)
      throws IOException, CommandException {
    Reference name = ManifestCommands.name(ManifestCommands.withoutScheme(arguments.operand(0)));
    Image list = ManifestCommands.list(store, name);
    ManifestLists lists = new ManifestLists(store, invocation.clock());
    Digest digest = lists.entry(list, ManifestCommands.withoutScheme(arguments.operand(1)));
    Descriptor entry =
        lists.read(list).manifests().stream()
            .filter(e -> e.digest().equals(digest))
            .findFirst()
            .orElseThrow();
    ManifestDetails.Source source = ManifestDetails.Source.of(store.content());
    return arguments.get(VERBOSE)
        ? ManifestDetails.of(name + "@" + digest, source.manifest(entry), entry, source)
        : Json.parseObject(source.manifest(entry).bytes());
  }

  private static Object local(Store store, Image image, String given, Arguments arguments)
      throws IOException {
    ManifestDetails.Source source = ManifestDetails.Source.of(store.content());
    String name =
        image.tags().stream()
            .filter(tag -> tag.familiar().startsWith(given) || tag.toString().startsWith(given))
            .findFirst()
            .map(Reference::toString)
            .orElse(given);
    return shown(name, source.manifest(image.manifest()), source, arguments);
  }

  private static Object remote(Invocation invocation, String given, Arguments arguments)
      throws Exception {
    Reference name = Reference.parse(given).withDefaultTag();
    List<String> insecure = LoginCommand.insecure(arguments) ? List.of(name.domain()) : List.of();
    try (RegistryClient client = Registries.client(invocation, insecure)) {
      return Interruption.allow(
          invocation,
          () ->
              shown(
                  name.toString(),
                  client.manifest(name),
                  ManifestDetails.Source.of(client, name),
                  arguments));
    }
  }

  private static Object shown(
      String name, RawManifest document, ManifestDetails.Source source, Arguments arguments)
      throws IOException {
    return arguments.get(VERBOSE)
        ? ManifestDetails.of(name, document, source)
        : Json.parseObject(document.bytes());
  }
}
