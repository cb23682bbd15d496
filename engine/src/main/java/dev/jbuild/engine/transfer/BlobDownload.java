package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.Progress;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Brings one blob into the content store. Goes on where an earlier attempt, perhaps of another
/// process, has stopped.
final class BlobDownload {
  static final int CHUNK = 128 << 10;

  private final Transfer transfer;
  private final Descriptor blob;
  private boolean startedInTheMiddle;

  BlobDownload(Transfer transfer, Descriptor blob) {
    this.transfer = transfer;
    this.blob = blob;
  }

  /// Downloads the blob unless the store has it.
  void run() throws IOException, InterruptedException {
    boolean mayStartInTheMiddle = true;
    while (true) {
      try {
        attempt();
        return;
      } catch (ContentException.DigestMismatch e) {
        // The bytes are forgotten by now, those of an earlier attempt too.
        boolean fromAMirror = transfer.client().reject(transfer.remote(), blob.digest());
        if (!fromAMirror && !(startedInTheMiddle && mayStartInTheMiddle)) {
          throw damaged(transfer.remote(), blob, e);
        }
        mayStartInTheMiddle = false;
      }
    }
  }

  /// What is wrong when the registry sent other bytes than the digest promises, and what to do.
  static TransferException damaged(
      Reference repository, Descriptor blob, ContentException.DigestMismatch mismatch) {
    TransferException e =
        new TransferException(
            TransferException.Reason.DAMAGED,
            "blob %s of '%s' is damaged: what registry '%s' sent has another digest; pull again, and push the image anew if that does not help"
                .formatted(blob.digest(), repository.repository(), repository.domain()));
    e.initCause(mismatch);
    return e;
  }

  private void attempt() throws IOException, InterruptedException {
    Optional<ContentWriter> writer = transfer.content().writer(blob.digest());
    if (writer.isEmpty()) {
      return;
    }
    try (ContentWriter out = writer.get()) {
      startedInTheMiddle = out.offset() > 0;
      transfer.tell(new BlobState(blob, true, State.DOWNLOADING));
      copy(out, (chunk, length) -> {});
      out.commit(blob.digest(), blob.size());
    }
  }

  /// Receives each chunk after it was written.
  @FunctionalInterface
  interface Tee {
    void accept(byte[] chunk, int length) throws InterruptedException;
  }

  /// Appends the rest of the blob to the writer.
  void copy(ContentWriter out, Tee tee) throws IOException, InterruptedException {
    if (out.offset() > blob.size()) {
      out.restart();
    }
    try (InputStream in = transfer.client().blob(transfer.remote(), blob, out.offset())) {
      byte[] chunk = new byte[CHUNK];
      int count;
      while ((count = in.readNBytes(chunk, 0, CHUNK)) > 0) {
        out.write(chunk, 0, count);
        transfer.tell(new Progress(blob, State.DOWNLOADING, out.offset(), blob.size()));
        tee.accept(chunk, count);
      }
    }
  }
}
