package dev.jbuild.layer;

import dev.jbuild.image.Digest;
import java.nio.file.Path;
import java.util.List;

/// What a garbage collection removed, or would remove.
///
/// @param content digests of content nothing leads to
/// @param layers keys of unpacked layers nothing leads to
/// @param abandoned number of left-overs of processes that ended early
/// @param bytes space given back, as far as known
/// @param damaged records that could not be read
/// @param held whether nothing was removed because of them: what they lead to may be anything
public record GarbageReport(
    List<Digest> content,
    List<LayerId> layers,
    int abandoned,
    long bytes,
    List<Path> damaged,
    boolean held) {
  public GarbageReport {
    damaged = List.copyOf(damaged);
    content = List.copyOf(content);
    layers = List.copyOf(layers);
  }
}
