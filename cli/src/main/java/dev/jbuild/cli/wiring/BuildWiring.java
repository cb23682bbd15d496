package dev.jbuild.cli.wiring;

import dev.jbuild.builder.Builder;
import dev.jbuild.builder.Executor;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.snapshot.Snapshots;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A builder over a store, with base images that are pulled where they are missing and steps that
/// run in containers.
public final class BuildWiring implements AutoCloseable {
  private final Invocation invocation;
  private final Builder builder;
  private final PullingImageSource images;

  private final Queue<String> warnings;

  private BuildWiring(
      Invocation invocation, Builder builder, PullingImageSource images, Queue<String> warnings) {
    this.invocation = invocation;
    this.warnings = warnings;
    this.builder = builder;
    this.images = images;
  }

  /// Puts a builder together.
  public static BuildWiring open(Invocation invocation, Arguments arguments, Store store) {
    PullingImageSource images =
        new PullingImageSource(
            store,
            new OnDemand<>(() -> Registries.client(invocation, List.of())),
            invocation.clock());
    Queue<String> warnings = new ConcurrentLinkedQueue<>();
    Snapshots snapshots = Stores.snapshots(invocation, arguments, store, warnings::add);
    Executor executor =
        new ContainerExecutor(
            new OnDemand<>(() -> {
              Optional<String> missing = OrdinaryUsers.missingForContainers(invocation.user());
              if (missing.isPresent()) {
                throw new IOException(missing.get());
              }
              return Runtimes.buildSteps(invocation, store, snapshots);
            }));
    return new BuildWiring(
        invocation, new Builder(store, images, executor, invocation.clock()), images, warnings);
  }

  public Builder builder() {
    return builder;
  }

  /// Gives the connections to registries back, and tells what was to be warned of when nothing is
  /// drawn any more.
  @Override
  public void close() {
    images.close();
    warnings.forEach(invocation::warn);
  }
}
