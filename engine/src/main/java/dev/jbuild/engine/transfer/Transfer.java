package dev.jbuild.engine.transfer;

import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.LayerStore;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import java.io.IOException;

/// What all steps of one pull or push share: both ends, and who is told of it.
///
/// @param lease keeps what the transfer needs from garbage collection
/// @param remote the name at the registry: of a pull by digest, of a push by tag
record Transfer(
    Store store, RegistryClient client, Lease lease, Reference remote, TransferListener listener) {

  ContentStore content() {
    return store.content();
  }

  LayerStore layers() {
    return store.layers();
  }

  /// Whether the store has the content; if so it stays until the transfer ends.
  boolean keep(Digest digest) throws IOException {
    return lease.keep(digest);
  }

  void tell(TransferEvent event) {
    listener.on(event);
  }
}
