package dev.jbuild.cli.wiring;

import dev.jbuild.builder.ImageSource;
import dev.jbuild.builder.PullPolicy;
import dev.jbuild.builder.ResolvedImage;
import dev.jbuild.builder.StoredImage;
import dev.jbuild.engine.transfer.ImagePuller;
import dev.jbuild.engine.transfer.PlatformChoice;
import dev.jbuild.engine.transfer.TransferEvent;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// The base images of a build: those in the store, and otherwise pulled into it.
///
/// The registry client is made when the first image must be pulled, so a build on local images
/// never loads one.
final class PullingImageSource implements ImageSource, AutoCloseable {
  private final Store store;
  private final OnDemand<RegistryClient> client;
  private final InstantSource clock;

  PullingImageSource(Store store, OnDemand<RegistryClient> client, InstantSource clock) {
    this.store = store;
    this.client = client;
    this.clock = clock;
  }

  @Override
  public ResolvedImage resolve(
      Reference name, Platform platform, PullPolicy policy, TransferListener transfers)
      throws IOException, InterruptedException {
    Optional<Image> local = store.images().find(name);
    if (policy == PullPolicy.IF_MISSING && local.isPresent()) {
      if (platform.accepts(local.get().platform())) {
        return loaded(name, local.get());
      }
      if (local.get().digests().isEmpty()) {
        throw new IOException(
            "image '%s' is made for %s, but the build is for %s; choose with --platform"
                .formatted(name.familiar(), local.get().platform(), platform));
      }
    }
    ImagePuller puller = new ImagePuller(store, client.get(), clock);
    PlatformChoice choice = new PlatformChoice(platform, false);
    return loaded(name, puller.pull(name, choice, event -> pass(event, transfers)).image());
  }

  private static void pass(TransferEvent event, TransferListener transfers) {
    if (event instanceof TransferEvent.Progress p && p.state() == TransferEvent.State.DOWNLOADING) {
      transfers.transferred(p.blob().digest().shortHex(), p.done(), p.total());
    }
  }

  private ResolvedImage loaded(Reference name, Image image) throws IOException {
    return new StoredImage(store, name, store.images().load(image.manifest(), image.platform()));
  }

  @Override
  public void close() {
    RegistryClient opened = client.ifMade();
    if (opened != null) {
      opened.close();
    }
  }
}
