package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentWriter;
import dev.jbuild.layer.Layer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// Brings the layers of one image into the store: three at once come in, and they are unpacked in
/// order, since a layer may need those below it.
///
/// One thread unpacks. When its next layer is not on its way yet, it unpacks while that downloads;
/// meanwhile two more threads fetch the layers behind. The store keeps the compressed bytes of each
/// layer too, so that a push can send what was pulled.
final class LayerPull {
  private static final int FETCHERS = 2;

  private final Transfer transfer;
  private final Map<Digest, Fetch> fetches = new LinkedHashMap<>();

  /// A blob that is not in the store: fetched by whoever claims it first.
  private record Fetch(Descriptor blob, AtomicBoolean claimed, CountDownLatch fetched) {
    Fetch(Descriptor blob) {
      this(blob, new AtomicBoolean(), new CountDownLatch(1));
    }

    boolean claim() {
      return claimed.compareAndSet(false, true);
    }
  }

  LayerPull(Transfer transfer) {
    this.transfer = transfer;
  }

  /// Pulls what is missing.
  ///
  /// @return whether anything was
  boolean run(ImageManifest manifest, ImageConfig config) throws IOException, InterruptedException {
    List<Layer> present = new ArrayList<>();
    int first = 0;
    while (first < manifest.layers().size()
        && isComplete(manifest.layers().get(first), config.diffIds().get(first), present)) {
      transfer.tell(new BlobState(manifest.layers().get(first), true, State.EXISTS));
      first++;
    }
    if (first == manifest.layers().size()) {
      return false;
    }
    for (Descriptor blob : manifest.layers().subList(first, manifest.layers().size())) {
      boolean there = transfer.keep(blob.digest());
      transfer.tell(new BlobState(blob, true, there ? State.EXISTS : State.WAITING));
      if (!there) {
        fetches.putIfAbsent(blob.digest(), new Fetch(blob));
      }
    }
    Crew crew = new Crew();
    int start = first;
    crew.add("unpack", () -> unpackAll(manifest, config, start, present));
    for (int i = 0; i < Math.min(FETCHERS, fetches.size() - 1); i++) {
      crew.add("fetch-" + i, this::fetchAll);
    }
    crew.finish();
    return true;
  }

  /// Whether a layer is there unpacked and with its compressed bytes; if so it becomes a parent of
  /// the next.
  private boolean isComplete(Descriptor blob, Digest diffId, List<Layer> parents)
      throws IOException {
    Optional<Layer> layer = kept(diffId, parents);
    if (layer.isEmpty() || !transfer.keep(blob.digest())) {
      return false;
    }
    transfer.layers().remember(layer.get(), blob);
    parents.add(layer.get());
    return true;
  }

  private Optional<Layer> kept(Digest diffId, List<Layer> parents) throws IOException {
    Optional<Layer> layer = transfer.layers().find(diffId, parents);
    return layer.isPresent() ? transfer.lease().keep(layer.get().id()) : Optional.empty();
  }

  private boolean fetchAll() throws IOException, InterruptedException {
    boolean lowestIsForUnpacking = true;
    for (Fetch fetch : fetches.values()) {
      if (lowestIsForUnpacking) {
        lowestIsForUnpacking = false;
      } else if (fetch.claim()) {
        download(fetch.blob()).run();
        fetch.fetched().countDown();
      }
    }
    return true;
  }

  private BlobDownload download(Descriptor blob) {
    return new BlobDownload(transfer, blob);
  }

  private boolean unpackAll(
      ImageManifest manifest, ImageConfig config, int start, List<Layer> layers)
      throws IOException, InterruptedException {
    for (int i = start; i < manifest.layers().size(); i++) {
      Descriptor blob = manifest.layers().get(i);
      Layer layer = unpack(blob, config.diffIds().get(i), List.copyOf(layers));
      transfer.layers().remember(layer, blob);
      transfer.tell(new BlobState(blob, true, State.DONE));
      layers.add(layer);
    }
    return true;
  }

  private Layer unpack(Descriptor blob, Digest diffId, List<Layer> parents)
      throws IOException, InterruptedException {
    Optional<Layer> layer = kept(diffId, parents);
    Fetch fetch = fetches.get(blob.digest());
    if (fetch != null && fetch.claim()) {
      if (layer.isEmpty()) {
        layer = stream(blob, diffId, parents);
      }
      if (layer.isEmpty() || !transfer.content().contains(blob.digest())) {
        download(blob).run();
      }
      fetch.fetched().countDown();
    } else if (fetch != null) {
      fetch.fetched().await();
    }
    return layer.isPresent() ? layer.get() : unpackStored(blob, diffId, parents);
  }

  private Layer unpackStored(Descriptor blob, Digest diffId, List<Layer> parents)
      throws IOException {
    transfer.tell(new BlobState(blob, true, State.UNPACKING));
    try (InputStream in = transfer.content().open(blob.digest())) {
      return transfer.layers().apply(in, diffId, parents);
    }
  }

  /// Unpacks a layer while it comes in. Gives nothing when the store has the blob by now, or has a
  /// part of it, so that the stream would begin in the middle.
  private Optional<Layer> stream(Descriptor blob, Digest diffId, List<Layer> parents)
      throws IOException, InterruptedException {
    Optional<ContentWriter> writer = transfer.content().writer(blob.digest());
    if (writer.isEmpty()) {
      return Optional.empty();
    }
    try (ContentWriter out = writer.get()) {
      if (out.offset() > 0) {
        return Optional.empty();
      }
      transfer.tell(new BlobState(blob, true, State.DOWNLOADING));
      Layer layer = applyAhead(blob, out, diffId, parents);
      out.commit(blob.digest(), blob.size());
      return Optional.of(layer);
    } catch (ContentException.DigestMismatch e) {
      if (!e.expected().equals(blob.digest())) {
        throw e;
      }
      if (transfer.client().reject(transfer.remote(), blob.digest())) {
        return Optional.empty(); // a mirror was wrong, another place may be right
      }
      throw BlobDownload.damaged(transfer.remote(), blob, e);
    }
  }

  private Layer applyAhead(Descriptor blob, ContentWriter out, Digest diffId, List<Layer> parents)
      throws IOException {
    String name = "fetch-" + blob.digest().shortHex();
    try (Readahead in = new Readahead(name, sink -> download(blob).copy(out, sink))) {
      try {
        return transfer.layers().apply(in, diffId, parents);
      } catch (ContentException.Corrupt | ContentException.DigestMismatch e) {
        // a layer makes no sense when its bytes are not those that were promised: tell that then
        in.transferTo(OutputStream.nullOutputStream());
        out.commit(blob.digest(), blob.size());
        throw e;
      } catch (IOException e) {
        throw in.failure().orElse(e);
      }
    }
  }
}
