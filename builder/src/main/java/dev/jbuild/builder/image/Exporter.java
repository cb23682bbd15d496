package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.ResolvedImage;
import dev.jbuild.builder.progress.Progress;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.builder.step.Snapshot;
import dev.jbuild.dockerfile.plan.StagePlan;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes an image's documents into the store and sets its names: the last step of a build, and the
/// only one that others see.
public final class Exporter {
  private final Store store;
  private final InstantSource clock;
  private final Progress progress;

  public Exporter(Store store, InstantSource clock, Progress progress) {
    this.store = store;
    this.clock = clock;
    this.progress = progress;
  }

  /// Publishes the finished root of a target.
  public BuildResult export(
      BuildRequest request, StagePlan target, Snapshot root, @Nullable Instant latest)
      throws IOException {
    Running running = progress.begin("exporting to image");
    boolean done = false;
    try {
      ImageAssembler.Documents documents =
          ImageAssembler.assemble(
              base(root, Platform.parse(target.platform())),
              target,
              root.own(),
              Platform.parse(target.platform()),
              latest);
      BuildResult result = publish(request, documents, running);
      running.finished();
      done = true;
      return result;
    } finally {
      if (!done) {
        running.failed("the image could not be written to the store");
      }
    }
  }

  private static ImageAssembler.BasePart base(Snapshot root, Platform platform) {
    Optional<ResolvedImage> image = root.root().image();
    if (image.isEmpty()) {
      return new ImageAssembler.BasePart(ImageConfig.scratch(platform), List.of());
    }
    return new ImageAssembler.BasePart(
        image.get().config().value(),
        image.get().descriptors().stream().map(ImageAssembler::asOci).toList());
  }

  private BuildResult publish(
      BuildRequest request, ImageAssembler.Documents documents, Running running)
      throws IOException {
    store.content().put(documents.config().bytes());
    store.content().put(documents.manifest().bytes());
    Descriptor manifest = documents.manifest().descriptor(MediaTypes.OCI_MANIFEST);
    running.did("writing image " + documents.config().digest());
    List<Reference> names = request.names().stream().map(Reference::withDefaultTag).toList();
    store.images().put(names, manifest, clock.instant());
    for (Reference name : names) {
      running.did("naming to " + name);
    }
    return new BuildResult(
        manifest,
        documents.config().digest(),
        names,
        progress.cachedSteps(),
        progress.executedSteps());
  }
}
