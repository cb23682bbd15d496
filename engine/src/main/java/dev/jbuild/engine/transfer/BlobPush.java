package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.LayerBlobs.Form;
import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.Progress;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.LayerId;
import dev.jbuild.registry.client.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Sends the blobs of one image, those that the registry lacks: three at once, while two more
/// layers are packed and sent as they come into being.
final class BlobPush {
  private static final int SENDERS = 3;
  private static final int PACKERS = 2;

  private final Transfer transfer;
  private final MountSources sources;
  private final LayerPack pack;

  BlobPush(Transfer transfer, Compression compression) {
    this.transfer = transfer;
    this.sources = new MountSources(transfer.store(), transfer.remote());
    this.pack = new LayerPack(transfer, compression);
  }

  /// Sends what is missing.
  ///
  /// @return the blob of each layer, in their order, as the manifest is to list it
  List<Descriptor> run(Descriptor config, List<Form> forms)
      throws IOException, InterruptedException {
    Map<Digest, Descriptor> ready = new LinkedHashMap<>();
    Map<LayerId, Form.Unpacked> unpacked = new LinkedHashMap<>();
    for (Form form : forms) {
      boolean isNew =
          switch (form) {
            case Form.Packed(_, Descriptor blob) -> ready.putIfAbsent(blob.digest(), blob) == null;
            case Form.Unpacked u -> unpacked.putIfAbsent(u.layer().id(), u) == null;
          };
      if (isNew) {
        transfer.tell(new BlobState(shown(form), true, State.WAITING));
      }
    }
    ready.putIfAbsent(config.digest(), config);
    Queue<Descriptor> sending = new ConcurrentLinkedQueue<>(ready.values());
    Queue<Form.Unpacked> packing = new ConcurrentLinkedQueue<>(unpacked.values());
    Map<LayerId, Descriptor> packed = new ConcurrentHashMap<>();
    Crew crew = new Crew();
    for (int i = 0; i < Math.min(SENDERS, ready.size()); i++) {
      crew.add("push-" + i, () -> sendAll(sending, config));
    }
    for (int i = 0; i < Math.min(PACKERS, unpacked.size()); i++) {
      crew.add("pack-" + i, () -> packAll(packing, packed));
    }
    crew.finish();
    List<Descriptor> blobs = new ArrayList<>();
    for (Form form : forms) {
      blobs.add(
          switch (form) {
            case Form.Packed(_, Descriptor blob) -> blob;
            case Form.Unpacked u -> u.described(Objects.requireNonNull(packed.get(u.layer().id())));
          });
    }
    return blobs;
  }

  /// What stands for a layer while it is shown: its blob, or its tar as long as it has none.
  private static Descriptor shown(Form form) {
    return switch (form) {
      case Form.Packed(_, Descriptor blob) -> blob;
      case Form.Unpacked u -> u.named();
    };
  }

  private boolean packAll(Queue<Form.Unpacked> queue, Map<LayerId, Descriptor> packed)
      throws IOException, InterruptedException {
    Form.Unpacked form;
    while ((form = queue.poll()) != null) {
      LayerPack.Result result = pack.run(form);
      packed.put(form.layer().id(), result.blob());
      if (result.sent()) {
        transfer.tell(new BlobState(form.named(), true, State.DONE));
      } else {
        send(result.blob(), form.named(), true);
      }
    }
    return true;
  }

  private boolean sendAll(Queue<Descriptor> queue, Descriptor config)
      throws IOException, InterruptedException {
    Descriptor blob;
    while ((blob = queue.poll()) != null) {
      send(blob, blob, !blob.digest().equals(config.digest()));
    }
    return true;
  }

  private void send(Descriptor blob, Descriptor shown, boolean layer)
      throws IOException, InterruptedException {
    if (transfer.client().exists(transfer.remote(), blob.digest())) {
      transfer.tell(new BlobState(shown, layer, State.EXISTS));
      return;
    }
    Optional<Reference> source = layer ? sources.find(blob.digest()) : Optional.empty();
    if (source.isPresent()
        && transfer.client().mount(transfer.remote(), blob.digest(), source.get())) {
      transfer.tell(new BlobState(shown, layer, State.MOUNTED));
      return;
    }
    if (!transfer.keep(blob.digest())) {
      throw new TransferException(
          Reason.INCONSISTENT,
          "cannot push '%s': blob %s is not in the store; pull or build the image again"
              .formatted(transfer.remote().familiar(), blob.digest()));
    }
    transfer.tell(new BlobState(shown, layer, State.UPLOADING));
    transfer
        .client()
        .upload(
            transfer.remote(),
            blob,
            source(blob.digest()),
            sent -> transfer.tell(new Progress(shown, State.UPLOADING, sent, blob.size())));
    transfer.tell(new BlobState(shown, layer, State.DONE));
  }

  private BlobSource source(Digest digest) {
    ContentStore content = transfer.content();
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
