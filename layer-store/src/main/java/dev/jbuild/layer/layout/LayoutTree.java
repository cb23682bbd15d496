package dev.jbuild.layer.layout;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Walks from the entries of a layout's index to everything that they lead to.
final class LayoutTree {
  private static final int MAX_DEPTH = 4;

  private final ContentStore content;

  LayoutTree(ContentStore content) {
    this.content = content;
  }

  /// Checks that all of an image is in the content store. An index may list platforms that were
  /// left out; one at least must be there.
  void require(Descriptor entry) throws IOException {
    if (!require(entry, 0)) {
      throw missing(entry);
    }
  }

  private boolean require(Descriptor blob, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new ContentException.Malformed("the layout", "its indexes are nested too deep");
    }
    if (content.size(blob.digest()).isEmpty()) {
      return false;
    }
    if (content.size(blob.digest()).getAsLong() != blob.size()) {
      throw new ContentException.Malformed(
          "the layout",
          "blob %s has %d bytes, its descriptor says %d"
              .formatted(blob.digest(), content.size(blob.digest()).getAsLong(), blob.size()));
    }
    if (MediaTypes.isIndex(blob.mediaType())) {
      boolean any = false;
      for (Descriptor child : children(blob, content)) {
        any |= require(child, depth + 1);
      }
      return any;
    }
    for (Descriptor child : children(blob, content)) {
      if (!require(child, depth + 1)) {
        throw missing(child);
      }
    }
    return true;
  }

  private static ContentException missing(Descriptor blob) {
    return new ContentException.Malformed("the layout", "blob " + blob.digest() + " is missing");
  }

  /// What a blob leads to, when it is a manifest or an index.
  static List<Descriptor> children(Descriptor blob, ContentStore content) throws IOException {
    if (!MediaTypes.isManifest(blob.mediaType()) && !MediaTypes.isIndex(blob.mediaType())) {
      return List.of();
    }
    try {
      byte[] bytes = content.read(blob.digest(), ImageJson.MAX_MANIFEST);
      return switch (ImageJson.manifest(bytes, blob.mediaType()).value()) {
        case ImageIndex index -> index.manifests();
        case ImageManifest image -> {
          List<Descriptor> all = new ArrayList<>(image.layers());
          all.add(image.config());
          yield all;
        }
      };
    } catch (JsonException e) {
      throw new ContentException.Malformed(
          "manifest " + blob.digest(), String.valueOf(e.getMessage()), e);
    }
  }
}
