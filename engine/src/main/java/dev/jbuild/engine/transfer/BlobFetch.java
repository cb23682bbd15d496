package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.Lease;
import dev.jbuild.registry.client.RegistryClient;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Brings blobs into the store as they are, several at once; nothing is unpacked.
final class BlobFetch {
  private static final int FETCHERS = 3;

  private final ContentStore content;
  private final RegistryClient client;
  private final Lease lease;
  private final Reference repository;
  private final TransferListener listener;

  BlobFetch(
      ContentStore content,
      RegistryClient client,
      Lease lease,
      Reference repository,
      TransferListener listener) {
    this.content = content;
    this.client = client;
    this.lease = lease;
    this.repository = repository;
    this.listener = listener;
  }

  /// @return whether one was missing
  boolean run(IndexDocuments all) throws IOException, InterruptedException {
    Queue<Descriptor> missing = new ConcurrentLinkedQueue<>();
    for (Descriptor blob : all.blobs().values()) {
      if (!lease.keep(blob.digest())) {
        listener.on(new BlobState(blob, all.isLayer(blob), State.WAITING));
        missing.add(blob);
      }
    }
    boolean any = !missing.isEmpty();
    Crew crew = new Crew();
    for (int i = 0; i < Math.min(FETCHERS, missing.size()); i++) {
      crew.add(
          "fetch-" + i,
          () -> {
            for (Descriptor blob = missing.poll(); blob != null; blob = missing.poll()) {
              new BlobDownload(content, client, repository, blob, listener).run();
              listener.on(new BlobState(blob, all.isLayer(blob), State.DONE));
            }
            return true;
          });
    }
    crew.finish();
    return any;
  }
}
