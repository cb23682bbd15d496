package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Namespace;
import dev.jbuild.cli.invocation.User;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.layer.snapshot.Snapshots;
import java.util.Optional;

/// What an ordinary user is refused, each with one message.
public final class OrdinaryUsers {
  private OrdinaryUsers() {}

  /// Refuses to start a container where it would fail half-way.
  ///
  /// @param what names what was to run, such as `a container of 'busybox'`
  public static void requireContainers(Invocation invocation, String what) throws CommandException {
    Optional<String> missing = missingForContainers(invocation.user());
    if (missing.isPresent()) {
      throw new CommandException(
          "can't start " + what + ": " + missing.get(), ExitCode.RUN_FAILED, null);
    }
  }

  /// What keeps a user from starting containers, and what to do; nothing when nothing does.
  static Optional<String> missingForContainers(User user) {
    Namespace namespace = user.namespace();
    boolean possible =
        user.isRoot()
            || (namespace.kind() != Namespace.Kind.NONE
                && namespace.lacks() != Namespace.Lack.NAMESPACE);
    return possible ? Optional.empty() : Optional.of(namespace.advice());
  }

  /// Refuses to mount or unmount where nobody else could see it. Copies can be seen by everybody.
  ///
  /// @param command names the command as it is typed, such as `image mount`
  public static void requireSharedMounts(Invocation invocation, Arguments arguments, String command)
      throws CommandException {
    if (!invocation.user().isRoot()
        && Stores.driver(invocation, arguments) != Snapshots.Driver.COPY
        && invocation.user().namespace().kind() != Namespace.Kind.SHARED) {
      throw new CommandException(
          "can't run 'jbuild "
              + command
              + "' as user "
              + invocation.user().id()
              + " by itself: its mounts would end with it; run 'jbuild unshare' first, and this in"
              + " its shell, or have copies with --storage-driver copy");
    }
  }
}
