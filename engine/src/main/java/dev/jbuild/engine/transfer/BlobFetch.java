package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Descriptor;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Brings blobs into the store as they are, several at once; nothing is unpacked.
final class BlobFetch {
  private static final int FETCHERS = 3;

  private final Transfer transfer;

  BlobFetch(Transfer transfer) {
    this.transfer = transfer;
  }

  /// @return whether one was missing
  boolean run(IndexDocuments all) throws IOException, InterruptedException {
    Queue<Descriptor> missing = new ConcurrentLinkedQueue<>();
    for (Descriptor blob : all.blobs().values()) {
      if (!transfer.keep(blob.digest())) {
        transfer.tell(new BlobState(blob, all.isLayer(blob), State.WAITING));
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
              new BlobDownload(transfer, blob).run();
              transfer.tell(new BlobState(blob, all.isLayer(blob), State.DONE));
            }
            return true;
          });
    }
    crew.finish();
    return any;
  }
}
