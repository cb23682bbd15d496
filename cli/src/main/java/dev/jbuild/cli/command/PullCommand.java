package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.progress.Direction;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.transfer.ImagePuller;
import dev.jbuild.engine.transfer.IndexPuller;
import dev.jbuild.engine.transfer.PlatformChoice;
import dev.jbuild.engine.transfer.PullResult;
import dev.jbuild.engine.transfer.TransferListener;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import java.util.List;
import java.util.Optional;

/// `jbuild pull NAME`.
final class PullCommand implements Command {
  private static final Option<Boolean> QUIET =
      Option.flag("-q --quiet", "Show no progress and print the full name alone");
  private static final Option<Optional<Platform>> PLATFORM =
      Option.value(
          "--platform", "OS/ARCH", "Platform to pull for (default: this one)", Platform::parse);
  private static final Option<Boolean> ALL_PLATFORMS =
      Option.flag(
          "--all-platforms", "Pull the images of all platforms and all that goes with them");
  private static final Option<Boolean> ALL_TAGS =
      Option.flag("-a --all-tags", "Pull all tags of the repository");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("pull", "Fetch an image from a registry")
          .description(
              """
              Layers come in side by side and are unpacked while they do. The name is set when all
              is there; a pull that was stopped goes on where it was. What is no image, such as a
              chart or a signature, comes as it is, to be saved or pushed.
              """)
          .options(
              ALL_PLATFORMS,
              ALL_TAGS,
              LoginCommand.INSECURE,
              LoginCommand.TLS_VERIFY,
              PLATFORM,
              QUIET)
          .positionals(Positional.one("NAME[:TAG|@DIGEST]", "the image"))
          .example("jbuild pull busybox", "fetches busybox:latest from Docker Hub")
          .example(
              "jbuild pull localhost:5000/app@sha256:...", "fetches exactly the image of a digest")
          .example(
              "jbuild pull --all-platforms localhost:5000/app",
              "fetches the whole index, so that a push sends all of it on")
          .example("jbuild pull -a localhost:5000/app", "fetches every tag of the repository")
          .build();

  /// The parts of one pull, which are the same for all tags.
  private record Pull(
      Invocation invocation, Arguments arguments, Store store, RegistryClient client) {

    PullResult one(Reference name) throws Exception {
      boolean quiet = arguments.get(QUIET);
      if (!quiet) {
        invocation.println(name.target() + ": Pulling from " + name.path());
      }
      PullResult result =
          Transfers.show(
              invocation,
              Direction.PULL,
              quiet ? null : Terminal.Stream.OUT,
              listener -> transfer(name, listener));
      if (!quiet) {
        invocation.println("Digest: " + result.digest());
        invocation.println(
            "Status: "
                + (result.changed() ? "Downloaded newer image for " : "Image is up to date for ")
                + name.familiar());
      }
      return result;
    }

    private PullResult transfer(Reference name, TransferListener listener) throws Exception {
      if (arguments.get(ALL_PLATFORMS)) {
        return new IndexPuller(store, client, invocation.clock()).pull(name, listener);
      }
      PlatformChoice choice =
          arguments.get(PLATFORM).map(PlatformChoice::exactly).orElseGet(PlatformChoice::host);
      return new ImagePuller(store, client, invocation.clock()).pullAny(name, choice, listener);
    }
  }

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    Reference name = Reference.parse(arguments.operand(0));
    boolean allTags = arguments.get(ALL_TAGS);
    AllOptions.checkTags(SYNTAX, allTags, name);
    AllOptions.checkPlatforms(SYNTAX, arguments.get(ALL_PLATFORMS), arguments.get(PLATFORM));
    List<String> insecure = LoginCommand.insecure(arguments) ? List.of(name.domain()) : List.of();
    try (Store store = Stores.open(invocation, arguments);
        RegistryClient client = Registries.client(invocation, insecure)) {
      Pull pull = new Pull(invocation, arguments, store, client);
      if (allTags) {
        all(pull, name);
      } else {
        Reference wanted = name.withDefaultTag();
        if (!wanted.equals(name) && !arguments.get(QUIET)) {
          invocation.println("Using default tag: " + Reference.DEFAULT_TAG);
        }
        pull.one(wanted);
        invocation.println(wanted.toString());
      }
    }
    return ExitCode.OK.number();
  }

  private static void all(Pull pull, Reference repository) throws Exception {
    List<String> tags = pull.client().tags(repository);
    if (tags.isEmpty()) {
      throw new CommandException(
          "cannot pull all tags of '" + repository.familiarRepository() + "': it has none");
    }
    for (String tag : tags) {
      pull.one(repository.withTag(tag));
    }
    pull.invocation().println(repository.repository());
  }
}
