package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.text.Table;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.Json;
import dev.jbuild.registry.client.RegistryClient;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// `jbuild registry referrers NAME`.
final class RegistryReferrersCommand implements Command {
  private static final Option<Optional<String>> TYPE =
      Option.text("--artifact-type", "TYPE", "Only referrers of this type");
  private static final Option<String> FORMAT =
      Option.choice("--format", "FORMAT", "table, or json, an OCI image index", "table", "json");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command(
              "registry referrers", "List signatures and the like that refer to an image")
          .description(
              """
              Registries without a referrers interface are asked for the tag that stands in for
              it, which cosign and others keep.
              """)
          .options(TYPE, FORMAT, LoginCommand.INSECURE, LoginCommand.TLS_VERIFY)
          .positionals(Positional.one("NAME[:TAG|@DIGEST]", "the image"))
          .example("jbuild registry referrers localhost:5000/app:1", "lists what is said of it")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    Reference name = Reference.parse(arguments.operand(0)).withDefaultTag();
    List<String> insecure = LoginCommand.insecure(arguments) ? List.of(name.domain()) : List.of();
    List<Descriptor> referrers;
    try (RegistryClient client = Registries.client(invocation, insecure)) {
      referrers =
          Interruption.allow(
              invocation,
              () -> {
                Reference digest =
                    name.withDigest(
                        name.digest().isPresent()
                            ? name.digest().get()
                            : client.resolve(name).digest());
                return client.referrers(digest, arguments.get(TYPE).orElse(""));
              });
    }
    PrintStream out = invocation.streams().out();
    if (arguments.get(FORMAT).equals("json")) {
      ImageIndex index = ImageIndex.of(MediaTypes.OCI_INDEX, referrers);
      out.writeBytes(Json.pretty(Json.parse(ImageJson.encode(index).bytes())));
      out.print('\n');
    } else {
      out.print(table(referrers));
    }
    return ExitCode.OK.number();
  }

  private static String table(List<Descriptor> referrers) {
    Table table = new Table("DIGEST", "ARTIFACT TYPE", "SIZE");
    for (Descriptor referrer : referrers) {
      table.add(
          referrer.digest().toString(),
          referrer.artifactType().isEmpty() ? referrer.mediaType() : referrer.artifactType(),
          Sizes.format(referrer.size()));
    }
    return table.render();
  }
}
