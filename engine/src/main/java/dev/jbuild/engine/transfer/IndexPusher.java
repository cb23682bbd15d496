package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.Resolved;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.Elsewhere;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Pushes whole indexes: the images of all platforms and whatever else is listed, then the index.
///
/// What came from a registry goes out byte for byte. Where the index lists an image that was made
/// here, its layers are packed first, and the index is written anew with the manifest that came of
/// it. A name that stands for a single image pushes that one.
public final class IndexPusher {
  private final Store store;
  private final RegistryClient client;
  private final Compression compression;
  private final PartCopier parts;

  /// @param compression how layers that were made here are packed
  /// @param parts copies what the store has not whole
  public IndexPusher(
      Store store, RegistryClient client, Compression compression, PartCopier parts) {
    this.store = store;
    this.client = client;
    this.compression = compression;
    this.parts = parts;
  }

  /// Pushes everything that a name stands for.
  ///
  /// @throws TransferException when the store lacks some of it
  public PushResult push(Reference reference, TransferListener listener)
      throws IOException, InterruptedException {
    Reference name = reference.withDefaultTag();
    Image image = store.images().find(name).orElseThrow(() -> ImagePusher.missing(name));
    if (!MediaTypes.isIndex(image.manifest().mediaType()) || name.tag().isEmpty()) {
      return new ImagePusher(store, client, compression).push(name, listener);
    }
    try (Lease lease = store.lease("push of " + name.familiar())) {
      Transfer transfer = new Transfer(store, client, lease, name, listener);
      RawManifest index = send(transfer, image.manifest());
      Descriptor pushed = client.putManifest(name, index);
      listener.on(new Resolved(name, pushed));
      if (pushed.digest().equals(image.manifest().digest())) {
        store.images().put(name.withDigest(pushed.digest()), image.manifest(), image.builtAt());
      }
      return new PushResult(name, pushed);
    } catch (ContentException.NotFound e) {
      throw new TransferException(
          Reason.INCONSISTENT,
          "cannot push '%s' for all platforms: the store lacks some of them (%s); pull it with --all-platforms, or push one with --platform"
              .formatted(name.familiar(), e.getMessage()));
    } catch (RegistryException e) {
      Cancellation.rethrow(e);
      throw e;
    }
  }

  /// Sends what a manifest or an index leads to.
  ///
  /// @return the document itself, which is to be sent next
  private RawManifest send(Transfer transfer, Descriptor descriptor)
      throws IOException, InterruptedException {
    transfer.keep(descriptor.digest());
    RawManifest raw = IndexDocuments.in(store.content()).get(descriptor);
    return switch (raw.parse().value()) {
      case ImageIndex index -> sendAll(transfer, raw, index);
      case ImageManifest manifest -> sendImage(transfer, raw, manifest);
    };
  }

  private RawManifest sendAll(Transfer transfer, RawManifest raw, ImageIndex index)
      throws IOException, InterruptedException {
    List<Descriptor> entries = new ArrayList<>();
    for (Descriptor entry : index.manifests()) {
      boolean document =
          MediaTypes.isIndex(entry.mediaType()) || MediaTypes.isManifest(entry.mediaType());
      if (!document) {
        new BlobPush(transfer, compression).run(entry, List.of());
        entries.add(entry);
        continue;
      }
      if (lacksLayers(entry) && parts.copy(entry, transfer.remote(), transfer.listener())) {
        entries.add(entry);
        continue;
      }
      RawManifest child = send(transfer, entry);
      Reference byDigest = transfer.remote().withDigest(child.descriptor().digest());
      client.putManifest(byDigest, child);
      entries.add(entry.pointingTo(child.descriptor()));
    }
    if (entries.equals(index.manifests())) {
      return raw;
    }
    Encoded<Manifest> rewritten =
        ImageJson.encode(
            new ImageIndex(
                index.mediaType(),
                entries,
                index.artifactType(),
                index.subjectOrNull(),
                index.annotations()));
    return RawManifest.of(rewritten.descriptor(index.mediaType()), rewritten.bytes());
  }

  private boolean lacksLayers(Descriptor entry) throws IOException {
    RawManifest raw = IndexDocuments.in(store.content()).get(entry);
    if (raw.parse().value() instanceof ImageManifest manifest) {
      for (Descriptor layer : manifest.layers()) {
        if (!store.content().contains(layer.digest())) {
          return true;
        }
      }
    }
    return false;
  }

  private RawManifest sendImage(Transfer transfer, RawManifest raw, ImageManifest manifest)
      throws IOException, InterruptedException {
    List<Descriptor> layers =
        manifest.layers().stream().filter(IndexDocuments::isDistributable).toList();
    BlobPush push = new BlobPush(transfer, compression);
    if (keepAll(layers, transfer)) {
      push.run(manifest.config(), LayerBlobs.packed(layers));
      return raw;
    }
    LoadedImage loaded = store.images().load(raw.descriptor(), Platform.host());
    List<LayerBlobs.Form> forms = new LayerBlobs(store, transfer.lease(), compression).of(loaded);
    return ImagePusher.withBlobs(loaded, push.run(manifest.config(), forms));
  }

  private static boolean keepAll(List<Descriptor> blobs, Transfer transfer) throws IOException {
    for (Descriptor blob : blobs) {
      if (!transfer.keep(blob.digest())) {
        return false;
      }
    }
    return true;
  }

  /// Whether the store has all that an image leads to, or knows where it is, so that a push of all
  /// platforms can succeed.
  public static boolean isComplete(Store store, Image image) throws IOException {
    try {
      ContentStore content = store.content();
      IndexDocuments all =
          IndexDocuments.of(image.manifest(), IndexDocuments.in(content), "" + image.id());
      Set<Digest> elsewhere = elsewhere(store, all);
      for (Descriptor blob : all.blobs().values()) {
        if (!content.contains(blob.digest())
            && !isUnpacked(blob)
            && !elsewhere.contains(blob.digest())) {
          return false;
        }
      }
      return true;
    } catch (ContentException.NotFound | JsonException _) {
      return false;
    }
  }

  /// Layers of which it is known in which repository they are.
  private static Set<Digest> elsewhere(Store store, IndexDocuments all)
      throws IOException, JsonException {
    Elsewhere places = new Elsewhere(store.records(Elsewhere.KIND));
    Set<Digest> layers = new HashSet<>();
    for (RawManifest each : all.manifests().values()) {
      if (each.parse().value() instanceof ImageManifest manifest
          && places.find(each.descriptor().digest()).isPresent()) {
        manifest.layers().forEach(layer -> layers.add(layer.digest()));
      }
    }
    return layers;
  }

  /// Layers made here are listed as plain tars, which are written when they are wanted.
  private static boolean isUnpacked(Descriptor blob) {
    return blob.mediaType().equals(MediaTypes.OCI_LAYER)
        || blob.mediaType().equals(MediaTypes.DOCKER_LAYER);
  }
}
