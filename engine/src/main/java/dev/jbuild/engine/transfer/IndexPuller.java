package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.Resolved;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
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
import java.util.Collection;
import java.util.List;

/// Pulls whole indexes: the images of all platforms and whatever else is listed, such as
/// attestations, byte for byte as the registry has them. Of these only the image for this machine
/// is unpacked. The name then leads to the index, so that a push sends all of it again.
///
/// A name that stands for a single image gives that one. Names are published last, and what was
/// fetched before a failure shortens the next attempt, as in [ImagePuller].
public final class IndexPuller {
  private final Store store;
  private final RegistryClient client;
  private final InstantSource clock;

  public IndexPuller(Store store, RegistryClient client, InstantSource clock) {
    this.store = store;
    this.client = client;
    this.clock = clock;
  }

  /// Pulls everything that a tag or digest stands for.
  public PullResult pull(Reference reference, TransferListener listener)
      throws IOException, InterruptedException {
    Reference name =
        reference.digest().map(reference::withDigest).orElseGet(reference::withDefaultTag);
    try (Lease lease = store.lease("pull of " + name.familiar())) {
      Descriptor target = client.resolve(name);
      if (!MediaTypes.isIndex(target.mediaType())) {
        return new ImagePuller(store, client, clock).pullAny(name, PlatformChoice.host(), listener);
      }
      listener.on(new Resolved(name, target));
      Reference byDigest = name.withDigest(target.digest());
      Transfer transfer = new Transfer(store, client, lease, byDigest, listener);
      DocumentPull documents = new DocumentPull(transfer);
      IndexDocuments all = IndexDocuments.of(target, documents::manifest, byDigest.familiar());
      boolean changed = unpackOwn(transfer, documents, target);
      changed |= new BlobFetch(transfer).run(all);
      changed |= store.images().find(name).filter(i -> ImagePuller.isOf(i, target)).isEmpty();
      Image image = store.images().put(List.of(byDigest, name), target, clock.instant());
      forgetSingles(all.manifests().keySet(), target);
      return new PullResult(image, target.digest(), changed);
    } catch (RegistryException e) {
      Cancellation.rethrow(e);
      throw e;
    }
  }

  /// The image for this machine, if there is one, comes first, as it is unpacked while it comes in.
  private boolean unpackOwn(Transfer transfer, DocumentPull documents, Descriptor target)
      throws IOException, InterruptedException {
    DocumentPull.Document document = documents.document(target);
    boolean offered =
        document.parsed() instanceof ImageIndex index && index.select(Platform.host()).isPresent();
    if (!offered) {
      return false;
    }
    DocumentPull.Documents own = documents.run(document, Platform.host());
    return new LayerPull(transfer).run(own.manifest(), own.config());
  }

  /// An image that was pulled alone before and has no other name is a part of the index now, not
  /// something that dangles.
  private void forgetSingles(Collection<Digest> manifests, Descriptor index) throws IOException {
    for (Image image : store.images().list()) {
      Digest digest = image.manifest().digest();
      if (manifests.contains(digest) && !digest.equals(index.digest())) {
        if (image.names().isEmpty()) {
          store.images().remove(image);
        }
      }
    }
  }
}
