package dev.jbuild.engine.transfer;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Makes images in a store as the builder does: unpacked layers, listed as plain tars.
final class Images {
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private Images() {}

  /// One layer with some files.
  static Layer layer(Store store, List<Layer> parents, Map<String, byte[]> files)
      throws IOException {
    try (LayerDraft draft = store.layers().draft(parents)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = draft.directory().resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      return draft.commit(TIME);
    }
  }

  /// An image of these layers under a name.
  static Image image(Store store, Reference name, Platform platform, List<Layer> layers)
      throws IOException {
    List<HistoryEntry> history = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      history.add(new HistoryEntry(TIME, "COPY layer" + i + " /", "", "test", false));
    }
    ImageConfig scratch = ImageConfig.scratch(platform);
    Encoded<ImageConfig> config =
        ImageJson.encode(
            new ImageConfig(
                platform,
                TIME,
                "",
                scratch.config(),
                layers.stream().map(Layer::diffId).toList(),
                history));
    store.content().put(config.bytes());
    Encoded<Manifest> manifest =
        ImageJson.encode(
            ImageManifest.of(
                MediaTypes.OCI_MANIFEST,
                config.descriptor(MediaTypes.OCI_CONFIG),
                layers.stream()
                    .map(l -> Descriptor.of(MediaTypes.OCI_LAYER, l.diffId(), l.tarSize()))
                    .toList()));
    store.content().put(manifest.bytes());
    return store.images().put(name, manifest.descriptor(MediaTypes.OCI_MANIFEST), TIME);
  }

  /// An image of several layers whose content depends on the seed; the upper ones change the lower.
  static Image sample(Store store, Reference name, long seed, int layers) throws IOException {
    List<Layer> stack = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      byte[] large = new byte[400_000];
      new Random(seed * 100 + i).nextBytes(large);
      stack.add(
          layer(
              store,
              List.copyOf(stack),
              Map.of(
                  "data/large" + i,
                  large,
                  "etc/motd",
                  ("layer " + i + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }
    return image(store, name, Platform.host(), stack);
  }

  static List<Digest> diffIds(Store store, Image image) throws IOException {
    return store.images().load(image.manifest(), image.platform()).config().value().diffIds();
  }
}
