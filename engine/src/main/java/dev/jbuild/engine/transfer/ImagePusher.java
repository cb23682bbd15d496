package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.Resolved;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Pushes images from the store to registries.
///
/// Blobs that the registry has are skipped, blobs that another of its repositories has are taken
/// over from there, the others are sent, some at once; the manifest follows last. Layers that came
/// from a registry go out byte for byte as they came. Layers that were made here are packed while
/// they are sent for the first time and remembered, so a second push gives the same manifest. The
/// image then also has the name `REPOSITORY@DIGEST`. Safe for use by many threads.
public final class ImagePusher {
  private final Store store;
  private final RegistryClient client;
  private final Compression compression;

  /// @param compression how layers that were made here are packed
  public ImagePusher(Store store, RegistryClient client, Compression compression) {
    this.store = store;
    this.client = client;
    this.compression = compression;
  }

  /// Pushes the image of a name to the registry that the name begins with.
  ///
  /// @param reference a name with a tag; `latest` is assumed where there is none
  /// @throws TransferException when the store has no image of that name
  /// @throws RegistryException when the registry is at fault
  public PushResult push(Reference reference, TransferListener listener)
      throws IOException, InterruptedException {
    return push(reference, Optional.empty(), listener);
  }

  /// Pushes the image of a name, of one for several platforms that for the given one.
  ///
  /// @param platform the platform wanted; none for the one that the store shows
  public PushResult push(
      Reference reference, Optional<Platform> platform, TransferListener listener)
      throws IOException, InterruptedException {
    Reference name = reference.withDefaultTag();
    if (name.tag().isEmpty()) {
      throw new TransferException(
          Reason.NO_SUCH_IMAGE,
          "cannot push '%s': a digest cannot be given a name; push a tag"
              .formatted(name.familiar()));
    }
    try (Lease lease = store.lease("push of " + name.familiar())) {
      Image image = store.images().find(name).orElseThrow(() -> missing(name));
      LoadedImage loaded = load(name, image, platform);
      lease.keep(loaded.descriptor().digest());
      lease.keep(loaded.config().digest());
      Transfer transfer = new Transfer(store, client, lease, name, listener);
      BlobPush push = new BlobPush(transfer, compression);
      List<LayerBlobs.Form> forms = new LayerBlobs(store, lease, compression).of(loaded);
      RawManifest manifest = withBlobs(loaded, push.run(loaded.manifest().value().config(), forms));
      Descriptor pushed = client.putManifest(name, manifest);
      listener.on(new Resolved(name, pushed));
      store.images().put(name.withDigest(pushed.digest()), image.manifest(), image.builtAt());
      return new PushResult(name, pushed);
    } catch (RegistryException e) {
      Cancellation.rethrow(e);
      throw e;
    }
  }

  private LoadedImage load(Reference name, Image image, Optional<Platform> platform)
      throws IOException {
    LoadedImage loaded = store.images().load(image.manifest(), platform.orElseGet(image::platform));
    Platform actual = loaded.config().value().platform();
    if (platform.isPresent() && !platform.get().accepts(actual)) {
      throw new TransferException(
          Reason.WRONG_PLATFORM,
          "cannot push '%s' for %s: it is made for %s"
              .formatted(name.familiar(), platform.get(), actual));
    }
    return loaded;
  }

  static TransferException missing(Reference name) {
    return new TransferException(
        Reason.NO_SUCH_IMAGE,
        "cannot push '%s': the store has no image of that name; build it, or give an image this name with 'jbuild tag'"
            .formatted(name.familiar()));
  }

  /// The image's manifest as it is, or with the packed forms of layers that it lists as plain tars.
  static RawManifest withBlobs(LoadedImage image, List<Descriptor> blobs) {
    ImageManifest local = image.manifest().value();
    if (blobs.equals(local.layers())) {
      return RawManifest.of(image.descriptor(), image.manifest().bytes());
    }
    Encoded<Manifest> packed =
        ImageJson.encode(
            new ImageManifest(
                local.mediaType(),
                local.config(),
                blobs,
                local.artifactType(),
                local.subjectOrNull(),
                local.annotations()));
    return RawManifest.of(packed.descriptor(local.mediaType()), packed.bytes());
  }
}
