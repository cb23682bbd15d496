package dev.jbuild.cli.wiring;

import dev.jbuild.builder.Builder;
import dev.jbuild.builder.Executor;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A builder over a store, with base images that are pulled where they are missing and steps that
/// run in containers.
public final class BuildWiring implements AutoCloseable {
  private final Builder builder;
  private final PullingImageSource images;

  private BuildWiring(Builder builder, PullingImageSource images) {
    this.builder = builder;
    this.images = images;
  }

  /// Puts a builder together.
  public static BuildWiring open(Invocation invocation, Store store) {
    PullingImageSource images =
        new PullingImageSource(
            store,
            new OnDemand<>(() -> Registries.client(invocation, List.of())),
            invocation.clock());
    Executor executor =
        new ContainerExecutor(
            new OnDemand<>(() -> {
              Optional<String> missing = OrdinaryUsers.missingForContainers(invocation.user());
              if (missing.isPresent()) {
                throw new IOException(missing.get());
              }
              return Runtimes.buildSteps(invocation, store);
            }));
    return new BuildWiring(new Builder(store, images, executor, invocation.clock()), images);
  }

  public Builder builder() {
    return builder;
  }

  /// Gives the connections to registries back.
  @Override
  public void close() {
    images.close();
  }
}
