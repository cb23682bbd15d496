package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Finds or makes the compressed form of each layer of an image.
final class LayerBlobs {
  private final Store store;
  private final Lease lease;
  private final Compression compression;
  private final TransferListener listener;

  LayerBlobs(Store store, Lease lease, Compression compression, TransferListener listener) {
    this.store = store;
    this.lease = lease;
    this.compression = compression;
    this.listener = listener;
  }

  /// What to push for each layer, lowest first: the blob that the manifest names if the store has
  /// it, else a packed form of the unpacked layer.
  List<Descriptor> of(LoadedImage image) throws IOException {
    ImageManifest manifest = image.manifest().value();
    List<Descriptor> blobs = new ArrayList<>();
    List<Layer> stack = List.of();
    for (int i = 0; i < manifest.layers().size(); i++) {
      Descriptor named = manifest.layers().get(i);
      if (lease.keep(named.digest())) {
        blobs.add(named);
        continue;
      }
      if (stack.isEmpty()) {
        stack = stack(image);
      }
      blobs.add(packed(manifest, named, stack.get(i)));
    }
    return blobs;
  }

  private List<Layer> stack(LoadedImage image) throws IOException {
    return store
        .layers()
        .stack(image.config().value().diffIds())
        .orElseThrow(() ->
            new TransferException(
                Reason.INCONSISTENT,
                "cannot push image %s: some of its layers are not in the store; pull or build it again"
                    .formatted(image.config().digest())));
  }

  private Descriptor packed(ImageManifest manifest, Descriptor named, Layer layer)
      throws IOException {
    listener.on(new BlobState(named, true, State.COMPRESSING));
    Descriptor blob = store.layers().blob(layer, compression);
    lease.keep(blob.digest());
    boolean docker = manifest.mediaType().equals(MediaTypes.DOCKER_MANIFEST);
    String type = docker ? dockerType(blob.mediaType()) : ociType(blob.mediaType());
    return new Descriptor(
        type, blob.digest(), blob.size(), List.of(), named.annotations(), null, "");
  }

  private static String dockerType(String type) {
    return switch (type) {
      case MediaTypes.OCI_LAYER -> MediaTypes.DOCKER_LAYER;
      case MediaTypes.OCI_LAYER_GZIP -> MediaTypes.DOCKER_LAYER_GZIP;
      default -> type;
    };
  }

  private static String ociType(String type) {
    return switch (type) {
      case MediaTypes.DOCKER_LAYER -> MediaTypes.OCI_LAYER;
      case MediaTypes.DOCKER_LAYER_GZIP -> MediaTypes.OCI_LAYER_GZIP;
      default -> type;
    };
  }
}
