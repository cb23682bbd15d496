package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.wiring.ContainerRun;
import dev.jbuild.cli.wiring.OrdinaryUsers;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.container.ContainerOptions;
import dev.jbuild.engine.container.Containers;
import dev.jbuild.engine.container.ImageMissingException;
import dev.jbuild.engine.container.VolumeMount;
import dev.jbuild.engine.transfer.PlatformChoice;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Store;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.Resources;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `jbuild run IMAGE [COMMAND]`.
final class RunCommand implements Command {
  private static final Option<List<String>> ENV =
      Option.repeated(
          "-e --env", "NAME[=VALUE]", "Environment variable; without VALUE as it is here");
  private static final Option<List<String>> ENV_FILE =
      Option.repeated("--env-file", "FILE", "File with one environment variable a line");
  private static final Option<Optional<String>> ENTRYPOINT =
      Option.text("--entrypoint", "PROGRAM", "Program to run in place of the image's entry point");
  private static final Option<Optional<String>> HOSTNAME =
      Option.text("-h --hostname", "NAME", "Host name of the container");
  private static final Option<Boolean> INTERACTIVE =
      Option.flag("-i --interactive", "Give the container this command's input");
  private static final Option<Boolean> TTY =
      Option.flag("-t --tty", "Give the container a terminal");
  private static final Option<Boolean> REMOVE =
      Option.flag("--rm", "Remove the container when it has ended");
  private static final Option<Optional<String>> NAME =
      Option.text("--name", "NAME", "Name of the container (default: one is made up)");
  private static final Option<String> NETWORK =
      Option.choice(
          "--network --net",
          "MODE",
          "Network of the container: host (the default, for now) or none",
          "host",
          "none");
  private static final Option<Optional<String>> USER =
      Option.text("-u --user", "USER[:GROUP]", "User to run as, by name or number");
  private static final Option<List<String>> VOLUME =
      Option.repeated(
          "-v --volume",
          "[SOURCE:]TARGET[:ro]",
          "Directory of the host, or volume by name, seen in the container at TARGET");
  private static final Option<Optional<String>> WORKDIR =
      Option.text("-w --workdir", "PATH", "Working directory in the container");
  private static final Option<Optional<Long>> MEMORY =
      Option.value("-m --memory", "SIZE", "Most memory, such as 512m", Sizes::parse);
  private static final Option<Optional<Long>> MEMORY_SWAP =
      Option.value(
          "--memory-swap",
          "SIZE",
          "Most memory and swap together, -1 for any amount of swap",
          text -> text.equals("-1") ? -1L : Sizes.parse(text));
  private static final Option<Optional<Long>> CPUS =
      Option.value(
          "--cpus", "NUMBER", "Most processor time, in processors, such as 1.5", RunCommand::cpus);
  private static final Option<Optional<Long>> PIDS =
      Option.value(
          "--pids-limit",
          "NUMBER",
          "Most processes and threads, -1 for no limit",
          RunCommand::pids);

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("run", "Run a command in a new container")
          .description(
              """
              The image is pulled when it is not in the store. Options for jbuild come before the
              image; what follows it is the command of the container.

              The exit code is that of the command, 128 and the signal's number when a signal ended
              it, 125 when jbuild itself failed, 126 when the command can't be executed and 127
              when there is none of that name. Signals to jbuild are passed on to the container.
              """)
          .options(CPUS, ENTRYPOINT, ENV, ENV_FILE, HOSTNAME, INTERACTIVE, MEMORY, MEMORY_SWAP)
          .options(NAME, NETWORK, PIDS, REMOVE, TTY, USER, VOLUME, WORKDIR)
          .positionals(
              Positional.one("IMAGE", "name or ID of an image"),
              Positional.many("COMMAND", "what to run (default: what the image says)", 0))
          .optionsFirst()
          .example("jbuild run --rm busybox echo hello", "runs echo and removes the container")
          .example("jbuild run --rm -it debian sh", "gives you a shell in a container")
          .example(
              "jbuild run --rm -v ./data:/data:ro --memory 256m --network none app",
              "runs app without network and with little memory on data it can't change")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    boolean terminal = arguments.get(TTY);
    if (terminal
        && arguments.get(INTERACTIVE)
        && !invocation.terminal().isTerminal(Terminal.Stream.IN)) {
      throw new CommandException(
          "the input is not a terminal; leave out -t, or -i", ExitCode.RUN_FAILED, null);
    }
    ContainerOptions options =
        ContainerOptions.builder(arguments.operand(0))
            .command(arguments.operandsFrom(1))
            .entrypoint(entrypoint(arguments))
            .env(environment(invocation, arguments))
            .workingDirectory(arguments.get(WORKDIR).orElse(null))
            .user(arguments.get(USER).orElse(null))
            .volumes(volumes(invocation, arguments))
            .name(arguments.get(NAME).orElse(null))
            .hostname(arguments.get(HOSTNAME).orElse(null))
            .network(arguments.get(NETWORK).equals("none") ? NetworkMode.NONE : NetworkMode.HOST)
            .resources(resources(arguments))
            .autoRemove(arguments.get(REMOVE))
            .interactive(arguments.get(INTERACTIVE))
            .terminal(terminal)
            .build();
    invocation.streams().out().flush();
    OrdinaryUsers.requireContainers(invocation, "a container of '" + arguments.operand(0) + "'");
    try (Store store = Stores.open(invocation, arguments)) {
      Containers containers =
          Runtimes.containers(
              invocation, store, Stores.snapshots(invocation, arguments, store, invocation::warn));
      try {
        return ContainerRun.run(invocation, containers, options);
      } catch (ImageMissingException e) {
        if (store.images().resolve(options.image()).isPresent()) {
          throw e; // a part of it is missing
        }
        pull(invocation, store, options.image());
        return ContainerRun.run(invocation, containers, options);
      }
    }
  }

  private static void pull(Invocation invocation, Store store, String image) throws Exception {
    Reference name = Reference.parse(image).withDefaultTag();
    invocation.note("unable to find image '" + name.familiar() + "' in the store, pulling it");
    Transfers.pull(invocation, store, name, PlatformChoice.host(), List.of(), Terminal.Stream.ERR);
  }

  private static @Nullable List<String> entrypoint(Arguments arguments) {
    Optional<String> given = arguments.get(ENTRYPOINT);
    return given.isEmpty() ? null : given.get().isEmpty() ? List.of() : List.of(given.get());
  }

  private static List<String> environment(Invocation invocation, Arguments arguments)
      throws IOException {
    List<String> given = new ArrayList<>();
    for (String file : arguments.get(ENV_FILE)) {
      for (String line : Files.readAllLines(invocation.resolve(file))) {
        if (!line.isBlank() && !line.startsWith("#")) {
          given.add(line.stripLeading());
        }
      }
    }
    given.addAll(arguments.get(ENV));
    List<String> environment = new ArrayList<>();
    for (String entry : given) {
      if (entry.indexOf('=') > 0) {
        environment.add(entry);
      } else if (entry.isEmpty() || entry.startsWith("=")) {
        throw new IllegalArgumentException(
            "invalid environment variable '" + entry + "': expected NAME=VALUE");
      } else if (invocation.environment().containsKey(entry)) {
        environment.add(entry + "=" + invocation.environment().get(entry));
      }
    }
    return environment;
  }

  private static List<VolumeMount> volumes(Invocation invocation, Arguments arguments) {
    List<VolumeMount> volumes = new ArrayList<>();
    for (String volume : arguments.get(VOLUME)) {
      volumes.add(VolumeMount.parse(volume, invocation.directory()));
    }
    return volumes;
  }

  private static Resources resources(Arguments arguments) {
    return new Resources(
        arguments.get(MEMORY).orElse(0L),
        arguments.get(MEMORY_SWAP).orElse(0L),
        arguments.get(CPUS).orElse(0L),
        arguments.get(PIDS).orElse(0L));
  }

  private static long cpus(String text) {
    try {
      long billionths = new BigDecimal(text).scaleByPowerOfTen(9).longValueExact();
      int most = Runtime.getRuntime().availableProcessors();
      if (billionths != 0 && (billionths < 10_000_000 || billionths > most * 1_000_000_000L)) {
        throw new IllegalArgumentException(
            "expected 0.01 to " + most + ", for that many processors are here");
      }
      return billionths;
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("expected a number of processors such as 1.5", e);
    }
  }

  private static long pids(String text) {
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number of processes, or -1", e);
    }
  }
}
