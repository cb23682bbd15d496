package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.Resolved;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.Elsewhere;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import java.io.IOException;
import java.util.List;

/// Fetches what a manifest list needs of images that only a registry has: manifests and
/// configurations, no layers. Where those are is remembered, see [Elsewhere].
public final class EntryPuller {
  private final Store store;
  private final RegistryClient client;

  public EntryPuller(Store store, RegistryClient client) {
    this.store = store;
    this.client = client;
  }

  /// The entries for what a tag or digest stands for: one for an image, all for an index.
  ///
  /// @param lease keeps the documents until a list leads to them
  public List<Descriptor> entries(Reference reference, Lease lease, TransferListener listener)
      throws IOException, InterruptedException {
    Reference name = reference.withDefaultTag();
    try {
      Descriptor target = client.resolve(name);
      listener.on(new Resolved(name, target));
      Reference byDigest = name.withDigest(target.digest());
      Transfer transfer = new Transfer(store, client, lease, byDigest, listener);
      DocumentPull documents = new DocumentPull(transfer);
      IndexDocuments all = IndexDocuments.of(target, documents::manifest, byDigest.familiar());
      for (Descriptor blob : all.blobs().values()) {
        if (!all.isLayer(blob) && !lease.keep(blob.digest())) {
          new BlobDownload(transfer, blob).run();
        }
      }
      Elsewhere elsewhere = new Elsewhere(store.records(Elsewhere.KIND));
      for (RawManifest each : all.manifests().values()) {
        if (!MediaTypes.isIndex(each.descriptor().mediaType())) {
          elsewhere.put(each.descriptor().digest(), name);
        }
      }
      return switch (parse(documents.manifest(target))) {
        case ImageIndex index -> index.manifests();
        case ImageManifest manifest -> List.of(entry(target, manifest));
      };
    } catch (RegistryException e) {
      Cancellation.rethrow(e);
      throw e;
    }
  }

  private Descriptor entry(Descriptor target, ImageManifest manifest) throws IOException {
    Descriptor plain = Descriptor.of(target.mediaType(), target.digest(), target.size());
    if (!MediaTypes.isImageConfig(manifest.config().mediaType())) {
      return plain;
    }
    byte[] bytes = store.content().read(manifest.config().digest(), ImageJson.MAX_CONFIG);
    try {
      ImageConfig config = ImageJson.config(bytes).value();
      return plain.withPlatform(config.platform());
    } catch (JsonException e) {
      throw inconsistent("its configuration", e);
    }
  }

  private static Manifest parse(RawManifest raw) throws TransferException {
    try {
      return raw.parse().value();
    } catch (JsonException e) {
      throw inconsistent("its manifest", e);
    }
  }

  private static TransferException inconsistent(String part, JsonException cause) {
    return new TransferException(
        TransferException.Reason.INCONSISTENT,
        "cannot list the image: %s cannot be read: %s".formatted(part, cause.getMessage()));
  }
}
