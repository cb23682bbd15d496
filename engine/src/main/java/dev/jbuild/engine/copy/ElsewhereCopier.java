package dev.jbuild.engine.copy;

import dev.jbuild.engine.transfer.PartCopier;
import dev.jbuild.engine.transfer.TransferEvent;
import dev.jbuild.engine.transfer.TransferListener;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Elsewhere;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import java.io.IOException;
import java.util.Optional;

/// Copies the parts of a manifest list that are in other repositories: mounted within one registry,
/// else streamed.
public final class ElsewhereCopier implements PartCopier {
  private final Elsewhere elsewhere;
  private final ImageCopier copier;

  public ElsewhereCopier(Store store, RegistryClient client) {
    this.elsewhere = new Elsewhere(store.records(Elsewhere.KIND));
    this.copier = new ImageCopier(client, () -> store);
  }

  @Override
  public boolean copy(Descriptor manifest, Reference repository, TransferListener listener)
      throws IOException, InterruptedException {
    Optional<Reference> source = elsewhere.find(manifest.digest());
    if (source.isEmpty()) {
      return false;
    }
    Copy copy =
        new Copy(
            new Place.InRegistry(source.get().withDigest(manifest.digest())),
            new Place.InRegistry(repository.withDigest(manifest.digest())),
            null,
            false);
    copier.copy(
        copy,
        event -> {
          if (!(event instanceof TransferEvent.Resolved)) {
            listener.on(event); // which manifest a list is made of is not what a push tells
          }
        });
    return true;
  }
}
