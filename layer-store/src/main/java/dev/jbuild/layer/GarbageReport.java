package dev.jbuild.layer;

import dev.jbuild.image.Digest;
import java.util.List;

/// What a garbage collection removed, or would remove.
///
/// @param content digests of content nothing leads to
/// @param layers keys of unpacked layers nothing leads to
/// @param abandoned number of left-overs of processes that ended early
/// @param bytes space given back, as far as known
public record GarbageReport(List<Digest> content, List<LayerId> layers, int abandoned, long bytes) {
  public GarbageReport {
    content = List.copyOf(content);
    layers = List.copyOf(layers);
  }
}
