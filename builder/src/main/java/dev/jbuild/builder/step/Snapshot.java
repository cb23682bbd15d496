package dev.jbuild.builder.step;

import dev.jbuild.builder.cache.CachedLayer;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A root file system at some point of a stage: the layers of a base and those made on top.
///
/// @param chain identifies the content: digest over the diff IDs, empty for the empty root
/// @param own layers made in this build or found in the cache, lowest first
public record Snapshot(Root root, List<CachedLayer> own, String chain) {
  public Snapshot {
    own = List.copyOf(own);
  }

  /// What a base brings.
  public static Snapshot of(Root root) {
    String chain = "";
    for (Digest diffId : root.diffIds()) {
      chain = link(chain, diffId);
    }
    return new Snapshot(root, List.of(), chain);
  }

  /// This with one more layer.
  public Snapshot with(CachedLayer layer) {
    List<CachedLayer> layers = new ArrayList<>(own);
    layers.add(layer);
    return new Snapshot(root, layers, link(chain, layer.layer().diffId()));
  }

  private static String link(String chain, Digest diffId) {
    return Digest.sha256((chain + " " + diffId).getBytes(StandardCharsets.US_ASCII)).hex();
  }

  /// All layers, lowest first; fetches those of the base if they are not there.
  public List<Layer> layers() throws IOException, InterruptedException {
    List<Layer> layers = new ArrayList<>(root.layers());
    for (CachedLayer layer : own) {
      layers.add(layer.layer());
    }
    return layers;
  }

  /// The diff IDs of all layers, lowest first, without fetching any.
  public List<Digest> diffIds() {
    List<Digest> diffIds = new ArrayList<>(root.diffIds());
    for (CachedLayer layer : own) {
      diffIds.add(layer.layer().diffId());
    }
    return diffIds;
  }
}
