package dev.jbuild.engine.transfer;

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
import java.util.Optional;

/// Finds what there is to push of each layer of an image.
final class LayerBlobs {
  private final Store store;
  private final Lease lease;
  private final Compression compression;

  /// What the store has of a layer, with the descriptor that the local manifest has for it.
  sealed interface Form {
    Descriptor named();

    /// A compressed form.
    record Packed(Descriptor named, Descriptor blob) implements Form {}

    /// Files alone: they are packed when they are pushed.
    ///
    /// @param docker whether the manifest uses docker's media types
    record Unpacked(Descriptor named, Layer layer, boolean docker) implements Form {
      /// The packed layer as the manifest is to list it.
      Descriptor described(Descriptor blob) {
        String type = docker ? dockerType(blob.mediaType()) : ociType(blob.mediaType());
        return new Descriptor(
            type, blob.digest(), blob.size(), List.of(), named.annotations(), null, "");
      }
    }
  }

  LayerBlobs(Store store, Lease lease, Compression compression) {
    this.store = store;
    this.lease = lease;
    this.compression = compression;
  }

  /// Blobs that the store has.
  static List<Form> packed(List<Descriptor> blobs) {
    return blobs.stream().<Form>map(blob -> new Form.Packed(blob, blob)).toList();
  }

  /// The form of each layer, lowest first: the blob that the manifest names if the store has it,
  /// else one that the layer was packed into before.
  List<Form> of(LoadedImage image) throws IOException {
    ImageManifest manifest = image.manifest().value();
    boolean docker = manifest.mediaType().equals(MediaTypes.DOCKER_MANIFEST);
    List<Form> forms = new ArrayList<>();
    List<Layer> stack = List.of();
    for (Descriptor named : manifest.layers()) {
      if (lease.keep(named.digest())) {
        forms.add(new Form.Packed(named, named));
        continue;
      }
      if (stack.isEmpty()) {
        stack = stack(image);
      }
      Form.Unpacked unpacked = new Form.Unpacked(named, stack.get(forms.size()), docker);
      Optional<Descriptor> blob = store.layers().remembered(unpacked.layer(), compression);
      boolean there = blob.isPresent() && lease.keep(blob.get().digest());
      forms.add(there ? new Form.Packed(named, unpacked.described(blob.get())) : unpacked);
    }
    return forms;
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
