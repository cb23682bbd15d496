package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.template.Template;
import dev.jbuild.cli.template.TemplateException;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.ContainerDescription;
import dev.jbuild.engine.container.ContainerFiles;
import dev.jbuild.engine.image.ImageDescription;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
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
  private static final Option<Optional<String>> FORMAT =
      Option.text(
          "-f --format",
          "FORMAT",
          "A template such as '{{.Id}}', or json for the list in one line");
  private static final Option<Boolean> SIZE =
      Option.flag("-s --size", "Measure the files of containers: members SizeRw and SizeRootFs");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("inspect", "Show all that is known of images and containers")
          .description(
              """
              Prints a JSON array with one object for each name, in docker's form, or what a template
              makes of each. Templates are those of docker: pipelines, if, range, with, variables, and
              the functions json, join, split, lower, upper, title, index, len, printf and so on.
              """)
          .options(FORMAT, SIZE, TYPE)
          .positionals(Positional.many("NAME", "name or ID of an image or container", 1))
          .example("jbuild inspect app:1", "shows the configuration of the image app:1")
          .example("jbuild inspect --type container web", "shows the container web")
          .example(
              "jbuild inspect -f '{{range .Config.Env}}{{println .}}{{end}}' app:1",
              "prints the variables of the image, one on each line")
          .example("jbuild inspect -f '{{json .Config.Labels}}' app:1", "prints its labels as JSON")
          .build();

  private final String kind;

  InspectCommand() {
    this("any");
  }

  /// @param kind what names mean when the command line does not say
  InspectCommand(String kind) {
    this.kind = kind;
  }

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, TemplateException {
    Optional<String> format = arguments.get(FORMAT);
    boolean json = format.isEmpty() || format.get().equals("json");
    Template template = json ? null : Template.parse(format.get());
    String type = arguments.has(TYPE) ? arguments.get(TYPE) : kind;
    List<JsonObject> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    try (Store store = Stores.open(invocation, arguments)) {
      for (String name : arguments.operands()) {
        Optional<JsonObject> description =
            type.equals("image")
                ? Optional.empty()
                : container(invocation, store, name, arguments.get(SIZE));
        if (description.isEmpty() && !type.equals("container")) {
          description = image(store, name);
        }
        description.ifPresentOrElse(found::add, () -> missing.add(name));
      }
    }
    if (template == null) {
      byte[] list = format.isEmpty() ? Json.pretty(found) : Json.bytes(found);
      invocation.println(new String(list, StandardCharsets.UTF_8));
    } else {
      for (JsonObject description : found) {
        invocation.println(template.render(TypedDescription.of(description)));
      }
    }
    String what = type.equals("any") ? "image or container" : type;
    for (String name : missing) {
      invocation.note("jbuild: no such " + what + ": '" + name + "'");
    }
    return (missing.isEmpty() ? ExitCode.OK : ExitCode.FAILURE).number();
  }

  private static Optional<JsonObject> container(
      Invocation invocation, Store store, String name, boolean size) throws IOException {
    Optional<Container> container = Runtimes.containers(invocation, store).find(name);
    if (container.isEmpty()) {
      return Optional.empty();
    }
    JsonObject description = ContainerDescription.of(container.get());
    if (!size) {
      return Optional.of(description);
    }
    ContainerFiles.Size measured = new ContainerFiles(store).size(container.get().record());
    JsonObject.Builder more = JsonObject.builder();
    description.members().forEach(more::put);
    more.put("SizeRw", measured.changed());
    more.put("SizeRootFs", measured.changed() + measured.image());
    return Optional.of(more.build());
  }

  private static Optional<JsonObject> image(Store store, String name) throws IOException {
    Optional<Image> image = store.images().resolve(name);
    if (image.isEmpty()) {
      return Optional.empty();
    }
    LoadedImage loaded = store.images().load(image.get().manifest(), image.get().platform());
    List<Layer> layers = store.layers().stack(loaded.config().value().diffIds()).orElse(List.of());
    return Optional.of(ImageDescription.of(image.get(), loaded, layers));
  }
}
