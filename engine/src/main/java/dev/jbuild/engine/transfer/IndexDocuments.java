package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.registry.client.RawManifest;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// All that an index leads to, whatever platform it is for and whatever kind it is: the manifests,
/// children before the index that lists them, and the blobs.
///
/// Layers that their makers forbid to distribute lie outside of registries and are left out.
final class IndexDocuments {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_MANIFESTS = 10_000;

  private final Map<Digest, RawManifest> manifests = new LinkedHashMap<>();
  private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
  private final Set<Digest> configs = new HashSet<>();

  /// Gives the manifest of a descriptor, verified.
  @FunctionalInterface
  interface Source {
    RawManifest get(Descriptor descriptor) throws IOException;
  }

  private IndexDocuments() {}

  /// Walks through an index, or a single manifest.
  ///
  /// @param name what messages call it
  static IndexDocuments of(Descriptor root, Source source, String name) throws IOException {
    IndexDocuments documents = new IndexDocuments();
    documents.walk(root, 0, source, name);
    return documents;
  }

  /// What a single manifest leads to.
  ///
  /// @param manifest what it says
  static IndexDocuments of(RawManifest raw, ImageManifest manifest) {
    IndexDocuments documents = new IndexDocuments();
    documents.add(manifest);
    documents.manifests.put(raw.descriptor().digest(), raw);
    return documents;
  }

  /// Manifests as they are in a store.
  static Source in(ContentStore content) {
    return descriptor ->
        RawManifest.of(descriptor, content.read(descriptor.digest(), ImageJson.MAX_MANIFEST));
  }

  /// Children first, the index itself last.
  Map<Digest, RawManifest> manifests() {
    return manifests;
  }

  Map<Digest, Descriptor> blobs() {
    return blobs;
  }

  /// Whether a blob is a layer, as against a configuration.
  boolean isLayer(Descriptor blob) {
    return !configs.contains(blob.digest());
  }

  private void walk(Descriptor descriptor, int depth, Source source, String name)
      throws IOException {
    if (manifests.containsKey(descriptor.digest())) {
      return;
    }
    if (depth > MAX_DEPTH || manifests.size() > MAX_MANIFESTS) {
      throw inconsistent(name, "its index leads to too many others");
    }
    boolean document =
        MediaTypes.isManifest(descriptor.mediaType()) || MediaTypes.isIndex(descriptor.mediaType());
    if (!document) {
      blobs.put(descriptor.digest(), descriptor);
      return;
    }
    RawManifest raw = source.get(descriptor);
    switch (parse(name, raw)) {
      case ImageIndex index -> {
        for (Descriptor child : index.manifests()) {
          walk(child, depth + 1, source, name);
        }
      }
      case ImageManifest manifest -> add(manifest);
    }
    manifests.put(descriptor.digest(), raw);
  }

  private void add(ImageManifest manifest) {
    blobs.put(manifest.config().digest(), manifest.config());
    configs.add(manifest.config().digest());
    for (Descriptor layer : manifest.layers()) {
      if (isDistributable(layer)) {
        blobs.put(layer.digest(), layer);
      }
    }
  }

  static boolean isDistributable(Descriptor layer) {
    return !layer.mediaType().contains(".nondistributable.")
        && !layer.mediaType().contains(".foreign.");
  }

  private static Manifest parse(String name, RawManifest raw) throws TransferException {
    try {
      return raw.parse().value();
    } catch (JsonException e) {
      throw inconsistent(name, String.valueOf(e.getMessage()));
    }
  }

  private static TransferException inconsistent(String name, String found) {
    return new TransferException(
        Reason.INCONSISTENT, "cannot read the index of '%s': %s".formatted(name, found));
  }
}
