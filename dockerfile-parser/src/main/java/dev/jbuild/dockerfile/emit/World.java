package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.plan.Base;
import dev.jbuild.dockerfile.plan.BaseResolver;
import java.io.IOException;
import java.util.List;

/// Where base images come from, with what a plan does not need of them but a printed image shows.
public interface World extends BaseResolver {

  /// What a base hands down to images made from it, besides its configuration.
  ///
  /// @throws IOException when the image is gone or can't be read
  Ancestry ancestry(Base.Image base) throws IOException;

  /// Layers and past of an image.
  ///
  /// @param diffIds digests of the uncompressed layers, lowest first
  record Ancestry(List<String> diffIds, List<PastStep> history) {

    static final Ancestry NONE = new Ancestry(List.of(), List.of());

    public Ancestry {
      diffIds = List.copyOf(diffIds);
      history = List.copyOf(history);
    }
  }

  /// One entry of a history; texts are empty when they are not set.
  ///
  /// @param created a time in the form of RFC 3339
  record PastStep(
      String created, String createdBy, String author, String comment, boolean emptyLayer) {}
}
