package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.ContainerDescription;
import dev.jbuild.engine.image.ImageDescription;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `jbuild inspect NAME...`.
final class InspectCommand implements Command {
  private static final Option<String> TYPE =
      Option.choice(
          "--type",
          "TYPE",
          "What the names mean: any (containers first), container or image",
          "any",
          "container",
          "image");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("inspect", "Show all that is known of images and containers")
          .description("Prints a JSON array with one object for each name, in docker's form.")
          .options(TYPE)
          .positionals(Positional.many("NAME", "name or ID of an image or container", 1))
          .example("jbuild inspect app:1", "shows the configuration of the image app:1")
          .example("jbuild inspect --type container web", "shows the container web")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    String type = arguments.get(TYPE);
    List<JsonObject> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    try (Store store = Stores.open(invocation, arguments)) {
      for (String name : arguments.operands()) {
        Optional<JsonObject> description =
            type.equals("image") ? Optional.empty() : container(invocation, store, name);
        if (description.isEmpty() && !type.equals("container")) {
          description = image(store, name);
        }
        description.ifPresentOrElse(found::add, () -> missing.add(name));
      }
    }
    invocation.println(new String(Json.pretty(found), StandardCharsets.UTF_8));
    String what = type.equals("any") ? "image or container" : type;
    for (String name : missing) {
      invocation.note("jbuild: no such " + what + ": '" + name + "'");
    }
    return (missing.isEmpty() ? ExitCode.OK : ExitCode.FAILURE).number();
  }

  private static Optional<JsonObject> container(Invocation invocation, Store store, String name)
      throws IOException {
    Optional<Container> container = Runtimes.containers(invocation, store).find(name);
    return container.map(ContainerDescription::of);
  }

  private static Optional<JsonObject> image(Store store, String name) throws IOException {
    Optional<Image> image = store.images().resolve(name);
    if (image.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        ImageDescription.of(
            image.get(), store.images().load(image.get().manifest(), image.get().platform())));
  }
}
