package dev.jbuild.engine.copy;

import dev.jbuild.image.Reference;
import java.nio.file.Path;
import java.util.Objects;

/// Where an image is copied from or to.
public sealed interface Place {
  /// What messages call it.
  String name();

  /// A name in a registry.
  record InRegistry(Reference reference) implements Place {
    @Override
    public String name() {
      return reference.familiar();
    }
  }

  /// An image in an OCI image layout.
  ///
  /// @param directory the layout; made when it is a target that is not there
  /// @param tag the value of `org.opencontainers.image.ref.name`; empty for the only image of the
  ///   layout, or for none as a target
  record InLayout(Path directory, String tag) implements Place {
    public InLayout {
      Objects.requireNonNull(directory);
      Objects.requireNonNull(tag);
    }

    @Override
    public String name() {
      return "oci:" + directory + (tag.isEmpty() ? "" : ":" + tag);
    }
  }
}
