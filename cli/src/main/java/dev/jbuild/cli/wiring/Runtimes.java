package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.engine.container.BuildSteps;
import dev.jbuild.engine.container.Containers;
import dev.jbuild.engine.container.Host;
import dev.jbuild.image.Platform;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.snapshot.Snapshots;
import dev.jbuild.runtime.launch.LauncherFile;
import dev.jbuild.runtime.launch.LauncherRuntime;
import dev.jbuild.runtime.launch.ProcessSignals;
import java.io.IOException;
import java.nio.file.Path;

/// What runs containers for an invocation.
public final class Runtimes {
  /// Signals reach jbuild and the launcher alike when a key sends them; jbuild passes on all of
  /// them.
  private static final LauncherRuntime.Options FORWARDING =
      new LauncherRuntime.Options(true, false);

  private Runtimes() {}

  /// The containers of a store, to be looked at or removed.
  public static Containers containers(Invocation invocation, Store store) throws IOException {
    return containers(
        invocation, store, new Snapshots(store, Snapshots.Driver.AUTO, invocation::warn));
  }

  /// The containers of a store.
  ///
  /// @param snapshots decides how new ones get their files
  public static Containers containers(Invocation invocation, Store store, Snapshots snapshots)
      throws IOException {
    Path launcher = launcher(invocation, store);
    return new Containers(
        store,
        snapshots,
        LauncherRuntime.onThisHost(launcher, FORWARDING),
        new ProcessSignals(launcher),
        Host.local(Platform.host()),
        new KernelRandom(),
        invocation.clock());
  }

  /// A place for the steps of builds.
  static BuildSteps buildSteps(Invocation invocation, Store store, Snapshots snapshots)
      throws IOException {
    return new BuildSteps(
        LauncherRuntime.onThisHost(launcher(invocation, store), LauncherRuntime.Options.DEFAULT),
        snapshots,
        Host.local(Platform.host()),
        new KernelRandom());
  }

  private static Path launcher(Invocation invocation, Store store) throws IOException {
    return launcher(invocation, store.root());
  }

  /// The native launcher.
  ///
  /// @param root the directory of the store, into which it is unpacked where it lies nowhere else
  public static Path launcher(Invocation invocation, Path root) throws IOException {
    return LauncherFile.find(
        invocation.variable(Invocation.HOME).map(Path::of), root.resolve("launcher"));
  }
}
