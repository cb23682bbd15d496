package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.Resolved;
import dev.jbuild.engine.transfer.TransferEvent.Warning;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Pulls images from registries into the store.
///
/// A tag is resolved first; if the store has what it stands for, nothing else is asked. Otherwise
/// the documents and the missing layers are fetched and verified, and the names are published last:
/// the tag, and the digest that the registry has for it. After a failure the store has no new name;
/// what was fetched so far shortens the next attempt until garbage collection takes it. Safe for
/// use by many threads.
public final class ImagePuller {
  private final Store store;
  private final RegistryClient client;
  private final InstantSource clock;

  public ImagePuller(Store store, RegistryClient client, InstantSource clock) {
    this.store = store;
    this.client = client;
    this.clock = clock;
  }

  /// Pulls one image for one platform.
  ///
  /// @param reference a tag or a digest; `latest` is assumed where there is neither, and a tag
  ///   beside a digest does not count
  /// @throws RegistryException when the registry is at fault
  /// @throws TransferException when there is no such image for the platform
  /// @throws dev.jbuild.layer.ContentException when bytes are not what their digest promises, or
  ///   the store cannot take them
  public PullResult pull(Reference reference, PlatformChoice choice, TransferListener listener)
      throws IOException, InterruptedException {
    return pull(reference, choice, false, listener);
  }

  /// The same, but an artifact, which is no image, comes with all its blobs as they are.
  public PullResult pullAny(Reference reference, PlatformChoice choice, TransferListener listener)
      throws IOException, InterruptedException {
    return pull(reference, choice, true, listener);
  }

  private PullResult pull(
      Reference reference, PlatformChoice choice, boolean any, TransferListener listener)
      throws IOException, InterruptedException {
    Reference name =
        reference.digest().map(reference::withDigest).orElseGet(reference::withDefaultTag);
    try (Lease lease = store.lease("pull of " + name.familiar())) {
      Optional<Image> immutable =
          name.digest().isPresent() ? known(name, choice) : Optional.empty();
      if (immutable.isPresent()) {
        return new PullResult(immutable.get(), name.digest().orElseThrow(), false);
      }
      Descriptor target = client.resolve(name);
      listener.on(new Resolved(name, target));
      Reference byDigest = name.withDigest(target.digest());
      Optional<Image> known = known(byDigest, choice);
      if (known.isPresent()) {
        return republish(name, target.digest(), known.get());
      }
      Transfer transfer = new Transfer(store, client, lease, byDigest, listener);
      DocumentPull documents = new DocumentPull(transfer);
      DocumentPull.Document document = documents.document(target);
      if (any
          && document.parsed() instanceof ImageManifest manifest
          && !MediaTypes.isImageConfig(manifest.config().mediaType())) {
        boolean changed = new BlobFetch(transfer).run(IndexDocuments.of(document.raw(), manifest));
        changed |= store.images().find(name).filter(image -> isOf(image, target)).isEmpty();
        return publish(name, byDigest, target, target, changed);
      }
      DocumentPull.Documents image = documents.run(document, choice.platform());
      checkPlatform(name, image, choice, listener);
      new LayerPull(transfer).run(image.manifest(), image.config());
      return publish(name, byDigest, target, image.descriptor(), true);
    } catch (RegistryException e) {
      Cancellation.rethrow(e);
      throw e;
    }
  }

  /// The image of a digest, when the store has it for the platform with all its layers.
  private Optional<Image> known(Reference byDigest, PlatformChoice choice) throws IOException {
    Optional<Image> image = store.images().find(byDigest);
    if (image.isEmpty() || !choice.platform().accepts(image.get().platform())) {
      return Optional.empty();
    }
    ImageConfig config =
        store.images().load(image.get().manifest(), image.get().platform()).config().value();
    return store.layers().stack(config.diffIds()).isPresent() ? image : Optional.empty();
  }

  /// The tag may have moved to an image that is here under another name.
  private PullResult republish(Reference name, Digest digest, Image image) throws IOException {
    Optional<Image> tagged = store.images().find(name);
    if (tagged.isPresent() && isOf(tagged.get(), image.manifest())) {
      return new PullResult(tagged.get(), digest, false);
    }
    Image moved = store.images().put(name, image.manifest(), image.builtAt());
    return new PullResult(moved, digest, true);
  }

  static boolean isOf(Image image, Descriptor manifest) {
    return image.manifest().digest().equals(manifest.digest());
  }

  private PullResult publish(
      Reference name, Reference byDigest, Descriptor target, Descriptor manifest, boolean changed)
      throws IOException {
    Image published = store.images().put(List.of(byDigest, name), manifest, clock.instant());
    return new PullResult(published, target.digest(), changed);
  }

  private static void checkPlatform(
      Reference name,
      DocumentPull.Documents image,
      PlatformChoice choice,
      TransferListener listener)
      throws TransferException {
    Platform actual = image.config().platform();
    if (image.selected() || choice.platform().accepts(actual)) {
      return;
    }
    String found =
        "image '%s' is made for %s, not for %s"
            .formatted(name.familiar(), actual, choice.platform());
    if (choice.required()) {
      throw new TransferException(Reason.WRONG_PLATFORM, "cannot pull for that platform: " + found);
    }
    listener.on(new Warning(found + "; its programs may not run here"));
  }
}
