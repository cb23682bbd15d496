package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.Progress;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.RegistryClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Sends the blobs of one image, three at once, those that the registry lacks.
final class BlobPush {
  private static final int SENDERS = 3;

  private final Store store;
  private final RegistryClient client;
  private final Lease lease;
  private final Reference target;
  private final TransferListener listener;
  private final MountSources sources;

  BlobPush(
      Store store,
      RegistryClient client,
      Lease lease,
      Reference target,
      TransferListener listener) {
    this.store = store;
    this.client = client;
    this.lease = lease;
    this.target = target;
    this.listener = listener;
    this.sources = new MountSources(store, target);
  }

  void run(Descriptor config, List<Descriptor> layers) throws IOException, InterruptedException {
    Map<Digest, Descriptor> distinct = new LinkedHashMap<>();
    for (Descriptor layer : layers) {
      if (distinct.putIfAbsent(layer.digest(), layer) == null) {
        listener.on(new BlobState(layer, true, State.WAITING));
      }
    }
    distinct.putIfAbsent(config.digest(), config);
    Queue<Descriptor> queue = new ConcurrentLinkedQueue<>(distinct.values());
    Crew crew = new Crew();
    for (int i = 0; i < Math.min(SENDERS, distinct.size()); i++) {
      crew.add("push-" + i, () -> sendAll(queue, config));
    }
    crew.finish();
  }

  private boolean sendAll(Queue<Descriptor> queue, Descriptor config)
      throws IOException, InterruptedException {
    Descriptor blob;
    while ((blob = queue.poll()) != null) {
      send(blob, !blob.digest().equals(config.digest()));
    }
    return true;
  }

  private void send(Descriptor blob, boolean layer) throws IOException, InterruptedException {
    if (client.exists(target, blob.digest())) {
      listener.on(new BlobState(blob, layer, State.EXISTS));
      return;
    }
    Optional<Reference> source = layer ? sources.find(blob.digest()) : Optional.empty();
    if (source.isPresent() && client.mount(target, blob.digest(), source.get())) {
      listener.on(new BlobState(blob, layer, State.MOUNTED));
      return;
    }
    if (!lease.keep(blob.digest())) {
      throw new TransferException(
          Reason.INCONSISTENT,
          "cannot push '%s': blob %s is not in the store; pull or build the image again"
              .formatted(target.familiar(), blob.digest()));
    }
    listener.on(new BlobState(blob, layer, State.UPLOADING));
    client.upload(
        target,
        blob,
        source(blob.digest()),
        sent -> listener.on(new Progress(blob, State.UPLOADING, sent, blob.size())));
    listener.on(new BlobState(blob, layer, State.DONE));
  }

  private BlobSource source(Digest digest) {
    ContentStore content = store.content();
    return offset -> {
      InputStream in = content.open(digest);
      try {
        in.skipNBytes(offset);
        return in;
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    };
  }
}
