package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.progress.Direction;
import dev.jbuild.cli.progress.TransferProgress;
import dev.jbuild.cli.progress.Warnings;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.transfer.ImagePusher;
import dev.jbuild.engine.transfer.PushResult;
import dev.jbuild.engine.transfer.TransferListener;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import java.util.List;

/// `jbuild push NAME`.
final class PushCommand implements Command {
  private static final Option<Boolean> QUIET =
      Option.flag("-q --quiet", "Show no progress and print the name alone");
  private static final Option<String> COMPRESSION =
      Option.choice(
          "--compression",
          "HOW",
          "How layers made here are packed: gzip, which everybody reads, zstd, or none",
          "gzip",
          "zstd",
          "none");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("push", "Send an image to a registry")
          .description(
              """
              The registry is the first part of the name; give the image such a name with
              'jbuild tag'. Only layers that the registry lacks are sent.
              """)
          .options(COMPRESSION, LoginCommand.INSECURE, QUIET)
          .positionals(Positional.one("NAME[:TAG]", "the image"))
          .example(
              "jbuild push localhost:5000/team/app:1", "sends it to the registry at localhost:5000")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    Reference name = Reference.parse(arguments.operand(0));
    Reference wanted = name.withDefaultTag();
    boolean quiet = arguments.get(QUIET);
    if (!quiet) {
      if (!wanted.equals(name)) {
        invocation.println("Using default tag: " + Reference.DEFAULT_TAG);
      }
      invocation.println("The push refers to repository [" + wanted.repository() + "]");
    }
    PushResult result = push(invocation, arguments, wanted, quiet);
    if (quiet) {
      invocation.println(wanted.toString());
    } else {
      invocation.println(
          wanted.target()
              + ": digest: "
              + result.manifest().digest()
              + " size: "
              + result.manifest().size());
    }
    return ExitCode.OK.number();
  }

  private static PushResult push(
      Invocation invocation, Arguments arguments, Reference name, boolean quiet) throws Exception {
    List<String> insecure =
        arguments.get(LoginCommand.INSECURE) ? List.of(name.domain()) : List.of();
    Compression compression =
        switch (arguments.get(COMPRESSION)) {
          case "zstd" -> Compression.ZSTD;
          case "none" -> Compression.NONE;
          default -> Compression.GZIP;
        };
    Warnings warnings = new Warnings();
    try (Store store = Stores.open(invocation, arguments);
        RegistryClient client = Registries.client(invocation, insecure)) {
      ImagePusher pusher = new ImagePusher(store, client, compression);
      return Interruption.allow(
          invocation,
          () -> {
            if (quiet) {
              return pusher.push(name, warnings.before(TransferListener.SILENT));
            }
            try (var display =
                TransferProgress.open(invocation, Direction.PUSH, Terminal.Stream.OUT)) {
              return pusher.push(name, warnings.before(display::accept));
            }
          });
    } finally {
      warnings.tell(invocation);
    }
  }
}
