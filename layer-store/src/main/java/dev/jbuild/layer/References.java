package dev.jbuild.layer;

import dev.jbuild.image.Digest;
import java.util.Collection;
import java.util.List;

/// What a record leads to, and so keeps from garbage collection.
///
/// @param content digests of manifests, configurations or other content; an index, manifest or
///   configuration keeps all that it leads to
/// @param layers keys of unpacked layers
public record References(List<Digest> content, List<LayerId> layers) {
  /// Leads to nothing.
  public static final References NONE = new References(List.of(), List.of());

  public References {
    content = List.copyOf(content);
    layers = List.copyOf(layers);
  }

  /// References to unpacked layers only.
  public static References toLayers(Collection<Layer> layers) {
    return new References(List.of(), layers.stream().map(Layer::id).toList());
  }
}
