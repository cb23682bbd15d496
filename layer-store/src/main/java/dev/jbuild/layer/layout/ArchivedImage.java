package dev.jbuild.layer.layout;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import java.util.List;

/// An image that came out of an archive: everything of it is in the content store.
///
/// @param manifest its manifest or index
/// @param names what the archive calls it; may be empty
/// @param original whether the manifest is the archive's own; else it was written here, and any
///   other with the same configuration says the same
public record ArchivedImage(Descriptor manifest, List<Reference> names, boolean original) {
  public ArchivedImage {
    names = List.copyOf(names);
  }
}
