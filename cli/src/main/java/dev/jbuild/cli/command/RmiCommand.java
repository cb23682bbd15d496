package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.container.Container;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `jbuild rmi IMAGE...`.
final class RmiCommand implements Command {
  private static final Option<Boolean> FORCE =
      Option.flag(
          "-f --force", "Also with several names or stopped containers; ignore missing ones");

  private static final Option<Boolean> NO_PRUNE =
      Option.flag("--no-prune", "Leave the layers; 'jbuild system prune' removes them later");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("rmi", "Remove images")
          .description(
              """
              A name is taken from its image; the image goes with its last name, and its layers as
              soon as nothing else needs them.
              """)
          .options(FORCE, NO_PRUNE)
          .positionals(Positional.many("IMAGE", "name or ID of an image", 1))
          .example("jbuild rmi app:1", "removes the name, and the image if it has no other")
          .example("jbuild rmi -f 3c19bafed223", "removes the image with all its names")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    boolean force = arguments.get(FORCE);
    int exitCode = ExitCode.OK.number();
    try (Store store = Stores.open(invocation, arguments)) {
      for (String nameOrId : arguments.operands()) {
        try {
          remove(invocation, store, nameOrId, force);
        } catch (ContentException.Ambiguous | IllegalArgumentException e) {
          invocation.note("jbuild: " + e.getMessage());
          exitCode = ExitCode.FAILURE.number();
        } catch (CommandException e) {
          invocation.note("jbuild: " + e.getMessage());
          exitCode = e.exitCode();
        }
      }
      if (!arguments.get(NO_PRUNE)) {
        for (Path record : store.collectGarbage().damaged()) {
          invocation.warn(
              "'"
                  + record
                  + "' is damaged, so what it may lead to was kept; see 'jbuild system check'");
        }
      }
    }
    return exitCode;
  }

  private static void remove(Invocation invocation, Store store, String nameOrId, boolean force)
      throws IOException, CommandException {
    Optional<Image> found;
    try {
      found = store.images().resolve(nameOrId);
    } catch (ContentException.Corrupt e) {
      removeDamaged(invocation, store, nameOrId, e);
      return;
    }
    if (found.isEmpty() && force) {
      return;
    }
    Image image = found.isPresent() ? found.get() : Stores.require(store, nameOrId);
    Optional<Reference> name = nameOf(image, nameOrId);
    List<Image> forms = name.isPresent() ? List.of(image) : formsOf(store, image);
    int names = 0;
    for (Image form : forms) {
      names += form.tags().size();
    }
    if (name.isPresent() && names > (name.get().tagOrNull() == null ? 0 : 1)) {
      store.images().untag(name.get());
      invocation.println("Untagged: " + name.get().familiar());
      return;
    }
    if (names > 1 && !force) {
      throw new CommandException(
          "image '" + nameOrId + "' has several names; remove them one by one or use -f");
    }
    refuseIfUsed(invocation, store, image, nameOrId, force);
    for (Image form : forms) {
      store.images().remove(form);
      for (Reference each : form.names()) {
        invocation.println("Untagged: " + each.familiar());
      }
    }
    invocation.println("Deleted: " + image.id());
  }

  /// An image that cannot be looked at can still be removed.
  private static void removeDamaged(
      Invocation invocation, Store store, String nameOrId, ContentException.Corrupt damage)
      throws IOException {
    invocation.warn(damage.getMessage() + "; it is removed with all its names");
    for (Reference each : store.images().removeDamaged(Reference.parse(nameOrId))) {
      invocation.println("Untagged: " + each.familiar());
    }
  }

  /// All images of one ID: their layers are packed differently, or other platforms are with them.
  private static List<Image> formsOf(Store store, Image image) throws IOException {
    List<Image> forms = new ArrayList<>();
    for (Image other : store.images().list()) {
      if (other.id().equals(image.id())) {
        forms.add(other);
      }
    }
    return forms;
  }

  private static void refuseIfUsed(
      Invocation invocation, Store store, Image image, String nameOrId, boolean force)
      throws IOException, CommandException {
    for (Container container : Runtimes.containers(invocation, store).list()) {
      boolean used = container.record().imageId().equals(image.id());
      if (used && (container.isRunning() || !force)) {
        throw new CommandException(
            "image '"
                + nameOrId
                + "' is used by "
                + (container.isRunning() ? "running container '" : "container '")
                + container.record().name()
                + (container.isRunning()
                    ? "'; end that first"
                    : "'; remove that first, or use -f"));
      }
    }
  }

  /// The name of the image that the user typed; empty when it was an ID.
  private static Optional<Reference> nameOf(Image image, String typed) {
    try {
      Reference reference = Reference.parse(typed).withDefaultTag();
      if (reference.digestOrNull() != null && reference.tagOrNull() != null) {
        reference = reference.withDigest(reference.digestOrNull());
      }
      return image.names().contains(reference) ? Optional.of(reference) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
