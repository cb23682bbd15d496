package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.Json;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// `jbuild manifest inspect NAME`.
final class ManifestInspectCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("manifest inspect", "Show a manifest, or a list of them")
          .description(
              "Looks into the store first, then into the registry that the name begins with.")
          .options(LoginCommand.INSECURE, LoginCommand.TLS_VERIFY)
          .positionals(Positional.one("NAME", "name of an image or a list"))
          .example("jbuild manifest inspect app:1", "shows the platforms of app:1")
          .example("jbuild manifest inspect localhost:5000/app:1", "asks the registry when need be")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    byte[] bytes;
    try (Store store = Stores.open(invocation, arguments)) {
      Optional<Image> image = store.images().resolve(arguments.operand(0));
      bytes = image.isPresent() ? local(store, image.get()) : remote(invocation, arguments);
    }
    invocation.println(new String(Json.pretty(Json.parse(bytes)), StandardCharsets.UTF_8));
    return ExitCode.OK.number();
  }

  private static byte[] local(Store store, Image image) throws IOException {
    return store.content().read(image.manifest().digest(), ImageJson.MAX_MANIFEST);
  }

  private static byte[] remote(Invocation invocation, Arguments arguments) throws Exception {
    Reference name = Reference.parse(arguments.operand(0)).withDefaultTag();
    List<String> insecure = LoginCommand.insecure(arguments) ? List.of(name.domain()) : List.of();
    try (RegistryClient client = Registries.client(invocation, insecure)) {
      return Interruption.allow(invocation, () -> client.manifest(name).bytes());
    }
  }
}
