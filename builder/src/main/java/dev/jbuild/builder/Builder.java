package dev.jbuild.builder;

import dev.jbuild.layer.Store;
import java.time.InstantSource;
import java.util.Objects;

/// Builds images from Dockerfiles into a store.
///
/// One builder may serve many builds at once. A build leaves the store as it was until its very end,
/// when the image's names are set; finished steps are cached whatever happens afterwards, also when
/// the process is killed.
public final class Builder {
  private final Store store;
  private final ImageSource images;
  private final Executor executor;
  private final InstantSource clock;

  public Builder(Store store, ImageSource images, Executor executor, InstantSource clock) {
    this.store = Objects.requireNonNull(store);
    this.images = Objects.requireNonNull(images);
    this.executor = Objects.requireNonNull(executor);
    this.clock = Objects.requireNonNull(clock);
  }

  /// Builds one image.
  ///
  /// @throws BuildException when the image cannot be built; nothing is named then
  /// @throws InterruptedException when the calling thread was interrupted; running steps are killed
  public BuildResult build(BuildRequest request, BuildListener listener)
      throws BuildException, InterruptedException {
    throw new UnsupportedOperationException();
  }
}
