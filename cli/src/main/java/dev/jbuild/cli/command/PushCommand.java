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
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.copy.ElsewhereCopier;
import dev.jbuild.engine.transfer.ImagePusher;
import dev.jbuild.engine.transfer.IndexPusher;
import dev.jbuild.engine.transfer.PushResult;
import dev.jbuild.engine.transfer.TransferEvent;
import dev.jbuild.engine.transfer.TransferListener;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// `jbuild push NAME`.
final class PushCommand implements Command {
  private static final Option<Boolean> QUIET =
      Option.flag("-q --quiet", "Show no progress and print the name alone");
  private static final Option<Optional<Platform>> PLATFORM =
      Option.value(
          "--platform",
          "OS/ARCH",
          "Push the image of this platform alone, from a name for several",
          Platform::parse);
  private static final Option<Boolean> ALL_PLATFORMS =
      Option.flag(
          "--all-platforms",
          "Push the whole index, or fail when the store lacks some of it (default: push it whole"
              + " when it is here)");
  private static final Option<Boolean> ALL_TAGS =
      Option.flag("-a --all-tags", "Push all tags of the repository that are in the store");
  private static final Option<Optional<Long>> CHUNK =
      Option.value(
          "--chunk-size",
          "SIZE",
          "Send layers in pieces of this size (default: whole, in pieces only where the registry"
              + " refuses that)",
          PushCommand::chunk);

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("push", "Send an image to a registry")
          .description(
              """
              The registry is the first part of the name; give the image such a name with
              'jbuild tag'. Only layers that the registry lacks are sent. Layers that were pulled
              go out as they came, and layers that were pushed before as they were packed then.
              """)
          .options(
              ALL_PLATFORMS,
              ALL_TAGS,
              CHUNK,
              PackingOptions.FORMAT,
              PackingOptions.LEVEL,
              LoginCommand.INSECURE,
              LoginCommand.TLS_VERIFY,
              PLATFORM,
              QUIET)
          .positionals(Positional.one("NAME[:TAG]", "the image"))
          .example(
              "jbuild push localhost:5000/team/app:1", "sends it to the registry at localhost:5000")
          .example("jbuild push -a localhost:5000/team/app", "sends all its tags")
          .build();

  /// The parts of one push, which are the same for all tags.
  private record Push(
      Invocation invocation,
      Arguments arguments,
      Compression compression,
      Store store,
      RegistryClient client) {

    void one(Reference name) throws Exception {
      boolean quiet = arguments.get(QUIET);
      PushResult result =
          Transfers.show(
              invocation,
              Direction.PUSH,
              quiet ? null : Terminal.Stream.OUT,
              listener -> transfer(name, listener));
      if (quiet) {
        invocation.println(name.toString());
      } else {
        invocation.println(
            name.target()
                + ": digest: "
                + result.manifest().digest()
                + " size: "
                + result.manifest().size());
      }
    }

    private PushResult transfer(Reference name, TransferListener listener) throws Exception {
      boolean whole = arguments.get(ALL_PLATFORMS);
      Optional<Image> image = store.images().find(name);
      boolean index = image.isPresent() && MediaTypes.isIndex(image.get().manifest().mediaType());
      if (index && !whole && arguments.get(PLATFORM).isEmpty()) {
        whole = IndexPusher.isComplete(store, image.get());
        if (!whole) {
          listener.on(
              new TransferEvent.Warning(
                  "only the image for "
                      + image.get().platform()
                      + " is pushed, as the store lacks other parts of '"
                      + name.familiar()
                      + "'"));
        }
      }
      return whole
          ? new IndexPusher(store, client, compression, new ElsewhereCopier(store, client))
              .push(name, listener)
          : new ImagePusher(store, client, compression)
              .push(name, arguments.get(PLATFORM), listener);
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
    Compression compression = PackingOptions.read(arguments, SYNTAX);
    List<String> insecure = LoginCommand.insecure(arguments) ? List.of(name.domain()) : List.of();
    try (Store store = Stores.open(invocation, arguments);
        RegistryClient client =
            Registries.client(invocation, insecure, arguments.get(CHUNK).orElse(0L))) {
      List<Reference> names = allTags ? tags(store, name) : List.of(name.withDefaultTag());
      if (!arguments.get(QUIET)) {
        if (!allTags && !names.getFirst().equals(name)) {
          invocation.println("Using default tag: " + Reference.DEFAULT_TAG);
        }
        invocation.println("The push refers to repository [" + name.repository() + "]");
      }
      Push push = new Push(invocation, arguments, compression, store, client);
      for (Reference each : names) {
        push.one(each);
      }
    }
    return ExitCode.OK.number();
  }

  private static List<Reference> tags(Store store, Reference repository) throws Exception {
    List<Reference> tags = new ArrayList<>();
    for (Image image : store.images().list()) {
      for (Reference name : image.tags()) {
        if (name.repository().equals(repository.repository())) {
          tags.add(name);
        }
      }
    }
    if (tags.isEmpty()) {
      throw new CommandException(
          "cannot push all tags of '"
              + repository.familiarRepository()
              + "': the store has none; give an image such a name with 'jbuild tag'");
    }
    tags.sort(Comparator.comparing(Reference::toString));
    return tags;
  }

  private static long chunk(String text) {
    long size = Sizes.parse(text);
    if (size < 1 << 16) {
      throw new IllegalArgumentException("expected 64k or more");
    }
    return size;
  }
}
