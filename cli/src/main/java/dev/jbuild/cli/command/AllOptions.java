package dev.jbuild.cli.command;

import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import java.util.Optional;

/// What cannot stand beside the options for all platforms and all tags.
final class AllOptions {
  private AllOptions() {}

  static void checkPlatforms(CommandSyntax syntax, boolean all, Optional<Platform> one)
      throws UsageException {
    if (all && one.isPresent()) {
      throw new UsageException(syntax, "--platform contradicts --all-platforms");
    }
  }

  static void checkTags(CommandSyntax syntax, boolean all, Reference name) throws UsageException {
    if (all && (name.tag().isPresent() || name.digest().isPresent())) {
      throw new UsageException(syntax, "--all-tags takes a name without tag and digest");
    }
  }
}
