package dev.jbuild.cli.wiring;

import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.emit.World;
import dev.jbuild.dockerfile.plan.Base;
import dev.jbuild.dockerfile.plan.BaseImage;
import dev.jbuild.dockerfile.plan.ConfigState;
import dev.jbuild.dockerfile.plan.HealthCheck;
import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Environment;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The base images that are in the store, as a build would find them without pulling.
public final class StoredBases implements World {
  private final Store store;

  public StoredBases(Store store) {
    this.store = store;
  }

  @Override
  public BaseImage resolve(String name, String platform, SourceRange where) throws IOException {
    Reference reference = Reference.parse(name).withDefaultTag();
    return new BaseImage(reference.toString(), inherited(config(reference, platform)));
  }

  @Override
  public Ancestry ancestry(Base.Image base) throws IOException {
    ImageConfig config = config(Reference.parse(base.image().reference()), base.platform());
    return new Ancestry(
        config.diffIds().stream().map(Object::toString).toList(),
        config.history().stream().map(StoredBases::step).toList());
  }

  private ImageConfig config(Reference name, String platform) throws IOException {
    Optional<Image> found = store.images().find(name);
    if (found.isEmpty() || !Platform.parse(platform).accepts(found.get().platform())) {
      throw new IOException(
          "base image '%s' for %s is not in the store; pull it, or leave bases stubs"
              .formatted(name.familiar(), platform));
    }
    Image image = found.get();
    return store.images().load(image.manifest(), image.platform()).config().value();
  }

  private static PastStep step(HistoryEntry entry) {
    return new PastStep(
        entry.created().map(Instant::toString).orElse(""),
        entry.createdBy(),
        entry.author(),
        entry.comment(),
        entry.emptyLayer());
  }

  private static ConfigState inherited(ImageConfig image) {
    ContainerConfig config = image.config();
    ConfigState.Builder state =
        ConfigState.empty().toBuilder()
            .author(image.author())
            .user(config.user())
            .workingDirectory(config.workingDir())
            .entrypoint(orNull(config.entrypoint()))
            .cmd(orNull(config.cmd()))
            .shell(orNull(config.shell()))
            .stopSignal(config.stopSignal());
    config
        .healthcheck()
        .ifPresent(h ->
            state.healthCheck(
                new HealthCheck(
                    h.test(),
                    h.interval(),
                    h.timeout(),
                    h.startPeriod(),
                    h.startInterval(),
                    h.retries())));
    config.env().forEach(e -> state.environment(Environment.nameOf(e), Environment.valueOf(e)));
    config.labels().forEach(state::label);
    config.volumes().forEach(state::volume);
    config.exposedPorts().forEach(state::exposedPort);
    config.onBuild().forEach(state::onBuild);
    return state.build();
  }

  private static @Nullable List<String> orNull(List<String> list) {
    return list.isEmpty() ? null : list;
  }
}
