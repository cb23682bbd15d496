package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.transfer.PlatformChoice;
import dev.jbuild.engine.transfer.PullResult;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Store;
import java.util.List;
import java.util.Optional;

/// `jbuild pull NAME`.
final class PullCommand implements Command {
  private static final Option<Boolean> QUIET =
      Option.flag("-q --quiet", "Show no progress and print the full name alone");
  private static final Option<Optional<Platform>> PLATFORM =
      Option.value(
          "--platform", "OS/ARCH", "Platform to pull for (default: this one)", Platform::parse);

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("pull", "Fetch an image from a registry")
          .description(
              """
              Layers come in side by side and are unpacked while they do. The name is set when all
              is there; a pull that was stopped goes on where it was.
              """)
          .options(LoginCommand.INSECURE, PLATFORM, QUIET)
          .positionals(Positional.one("NAME[:TAG|@DIGEST]", "the image"))
          .example("jbuild pull busybox", "fetches busybox:latest from Docker Hub")
          .example(
              "jbuild pull localhost:5000/app@sha256:...", "fetches exactly the image of a digest")
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
      invocation.println(wanted.target() + ": Pulling from " + wanted.path());
    }
    PullResult result = pull(invocation, arguments, wanted, quiet);
    if (!quiet) {
      invocation.println("Digest: " + result.digest());
      invocation.println(
          "Status: "
              + (result.changed() ? "Downloaded newer image for " : "Image is up to date for ")
              + wanted.familiar());
    }
    invocation.println(wanted.toString());
    return ExitCode.OK.number();
  }

  private static PullResult pull(
      Invocation invocation, Arguments arguments, Reference name, boolean quiet) throws Exception {
    List<String> insecure =
        arguments.get(LoginCommand.INSECURE) ? List.of(name.domain()) : List.of();
    PlatformChoice choice =
        arguments.get(PLATFORM).map(PlatformChoice::exactly).orElseGet(PlatformChoice::host);
    try (Store store = Stores.open(invocation, arguments)) {
      return Pulls.pull(
          invocation, store, name, choice, insecure, quiet ? null : Terminal.Stream.OUT);
    }
  }
}
