package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.text.Ages;
import dev.jbuild.cli.text.Table;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.ContainerRecord;
import dev.jbuild.engine.container.ContainerState;
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

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("ps", "List containers")
          .options(ALL, NO_TRUNC, QUIET)
          .example("jbuild ps", "lists the containers that run")
          .example("jbuild rm $(jbuild ps -aq)", "removes all containers that have ended")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    List<Container> shown = new ArrayList<>();
    try (Store store = Stores.open(invocation, arguments)) {
      for (Container container : Runtimes.containers(invocation, store).list()) {
        if (container.isRunning() || arguments.get(ALL)) {
          shown.add(container);
        }
      }
    }
    boolean whole = arguments.get(NO_TRUNC);
    if (arguments.get(QUIET)) {
      shown.forEach(container -> invocation.println(id(container.record(), whole)));
    } else {
      invocation.streams().out().print(table(shown, whole, invocation.clock().instant()));
    }
    return ExitCode.OK.number();
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

  private static String command(ContainerRecord record, boolean whole) {
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

  private static String status(ContainerState state, Instant now) {
    return switch (state) {
      case ContainerState.Created _, ContainerState.NotStarted _ -> "Created";
      case ContainerState.Running s -> "Up " + Ages.words(Duration.between(s.since(), now));
      case ContainerState.Exited s -> "Exited (" + s.exitCode() + ") " + Ages.since(s.at(), now);
      case ContainerState.Lost _ -> "Dead";
    };
  }
}
