package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.template.TemplateException;
import dev.jbuild.cli.text.Ages;
import dev.jbuild.cli.text.Table;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.ContainerFilters;
import dev.jbuild.engine.container.ContainerRecord;
import dev.jbuild.engine.container.ContainerState;
import dev.jbuild.engine.container.Containers;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `jbuild ps`.
final class PsCommand implements Command {
  private static final int SHORT = 20;

  private static final Option<Boolean> ALL =
      Option.flag("-a --all", "Show all containers (default: those that run)");
  private static final Option<Boolean> QUIET =
      Option.flag("-q --quiet", "Only print container IDs");
  private static final Option<Boolean> NO_TRUNC =
      Option.flag("--no-trunc", "Do not shorten IDs and commands");

  private static final Option<Boolean> LATEST =
      Option.flag("-l --latest", "Only the container made last, whatever its state");
  private static final Option<String> LAST =
      Option.textOr(
          "-n --last", "N", "Only the N containers made last, whatever their state", "-1");
  private static final Option<Boolean> SIZE =
      Option.flag("-s --size", "Measure the files that containers wrote");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("ps", "List containers")
          .description(
              """
              Filters: id, name, status, exited, ancestor, before, since, until, label, volume. Members
              for --format: .ID .Image .Command .CreatedAt .RunningFor .Ports .State .Status .Size
              .Names .Labels .Label .Mounts .LocalVolumes.
              """)
          .options(ALL, Listing.FILTER, Listing.FORMAT, LAST, LATEST, NO_TRUNC, QUIET, SIZE)
          .example("jbuild ps", "lists the containers that run")
          .example(
              "jbuild ps -a -f status=exited --format '{{.Names}}: {{.Status}}'",
              "prints how containers have ended")
          .example("jbuild rm $(jbuild ps -aq)", "removes all containers that have ended")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, TemplateException {
    try (Store store = Stores.open(invocation, arguments)) {
      List<Container> shown = shown(invocation, arguments, store);
      boolean whole = arguments.get(NO_TRUNC);
      Instant now = invocation.clock().instant();
      if (arguments.get(QUIET)) {
        shown.forEach(container -> invocation.println(id(container.record(), whole)));
      } else if (arguments.has(Listing.FORMAT) || arguments.get(SIZE)) {
        invocation.streams().out().print(formatted(arguments, store, shown, now));
      } else {
        invocation.streams().out().print(table(shown, whole, now));
      }
    }
    return ExitCode.OK.number();
  }

  private static List<Container> shown(Invocation invocation, Arguments arguments, Store store)
      throws IOException {
    Containers containers = Runtimes.containers(invocation, store);
    List<String> conditions = arguments.get(Listing.FILTER);
    ContainerFilters filters =
        conditions.isEmpty()
            ? null
            : ContainerFilters.parse(conditions, containers, store, invocation.clock().instant());
    int most = arguments.get(LATEST) ? 1 : number(arguments.get(LAST));
    boolean all = arguments.get(ALL) || most >= 0 || (filters != null && filters.asksForState());
    List<Container> shown = new ArrayList<>();
    for (Container container : containers.list()) {
      if ((all || container.isRunning()) && (filters == null || filters.accepts(container))) {
        shown.add(container);
      }
    }
    return most >= 0 && most < shown.size() ? shown.subList(0, most) : shown;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "invalid value '" + text + "' for option '--last': expected a number", e);
    }
  }

  private static String formatted(
      Arguments arguments, Store store, List<Container> containers, Instant now)
      throws IOException, TemplateException {
    boolean whole = arguments.get(NO_TRUNC);
    String format = arguments.get(Listing.FORMAT);
    boolean sizes = arguments.get(SIZE) || format.contains(".Size");
    ContainerRows rows = new ContainerRows(store, now, sizes);
    List<JsonObject> objects = new ArrayList<>();
    for (Container container : containers) {
      ContainerRecord record = container.record();
      objects.add(
          rows.row(
              container,
              id(record, whole),
              command(record, whole),
              status(container.state(), now)));
    }
    String table = arguments.get(SIZE) ? ContainerRows.TABLE_WITH_SIZE : ContainerRows.TABLE;
    return new Listing(table, ContainerRows.HEADINGS).render(format, objects);
  }

  private static String table(List<Container> containers, boolean whole, Instant now) {
    Table table =
        new Table("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES");
    for (Container container : containers) {
      ContainerRecord record = container.record();
      table.add(
          id(record, whole),
          record.image(),
          command(record, whole),
          Ages.since(record.created(), now),
          status(container.state(), now),
          "",
          record.name());
    }
    return table.render();
  }

  private static String id(ContainerRecord record, boolean whole) {
    return whole ? record.id() : record.shortId();
  }

  /// The command line in quotes, shortened unless the whole is wanted.
  static String command(ContainerRecord record, boolean whole) {
    StringBuilder words = new StringBuilder();
    for (String word : record.argv()) {
      boolean quoted = !words.isEmpty() && word.indexOf(' ') >= 0;
      words.append(words.isEmpty() ? "" : " ").append(quoted ? "'" + word + "'" : word);
    }
    String text = words.toString();
    if (!whole && text.length() > SHORT) {
      text = text.substring(0, SHORT - 1) + "…";
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /// What the STATUS column says.
  static String status(ContainerState state, Instant now) {
    return switch (state) {
      case ContainerState.Created _, ContainerState.NotStarted _ -> "Created";
      case ContainerState.Running s -> "Up " + Ages.words(Duration.between(s.since(), now));
      case ContainerState.Exited s -> "Exited (" + s.exitCode() + ") " + Ages.since(s.at(), now);
      case ContainerState.Lost _ -> "Dead";
    };
  }
}
