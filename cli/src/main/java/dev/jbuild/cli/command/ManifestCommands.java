package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;

/// What the commands of the group `manifest` have in common.
final class ManifestCommands {
  private ManifestCommands() {}

  /// The name of a list, with its tag.
  static Reference name(String text) throws CommandException {
    Reference name = Reference.parse(text).withDefaultTag();
    if (name.digestOrNull() != null) {
      throw new CommandException("can't name a manifest list '" + text + "': it has a digest");
    }
    return name;
  }

  /// The list of a name.
  ///
  /// @throws CommandException when there is none
  static Image list(Store store, Reference name) throws IOException, CommandException {
    return store
        .images()
        .find(name)
        .orElseThrow(() ->
            new CommandException(
                "no such manifest list: '"
                    + name.familiar()
                    + "'; make it with 'jbuild manifest create'"));
  }
}
