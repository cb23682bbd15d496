package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Namespace;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.layer.snapshot.Snapshots;

/// What an ordinary user is refused, each with one message.
public final class OrdinaryUsers {
  private OrdinaryUsers() {}

  /// Refuses to start a container.
  ///
  /// @param what names what was to run, such as `container of 'busybox'`
  public static void requireContainers(Invocation invocation, String what) throws CommandException {
    if (!invocation.user().isRoot()) {
      throw new CommandException(
          "can't start " + what + ": " + noContainers(invocation), ExitCode.RUN_FAILED, null);
    }
  }

  /// Why no container can be started, and what to do.
  static String noContainers(Invocation invocation) {
    return "containers run as root only, and this is user "
        + invocation.user().id()
        + "; use 'sudo jbuild', or another program that runs what 'jbuild save' gives, such as podman";
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
