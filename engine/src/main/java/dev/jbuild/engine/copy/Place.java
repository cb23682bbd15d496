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

  /// How an archive is laid out.
  enum ArchiveForm {
    DOCKER("docker-archive"),
    OCI("oci-archive");

    private final String prefix;

    ArchiveForm(String prefix) {
      this.prefix = prefix;
    }

    /// What places in such an archive begin with, without the colon.
    public String prefix() {
      return prefix;
    }
  }

  /// An image in an archive.
  ///
  /// @param image its name; empty for the only image of the archive, or for none as a target
  record InArchive(ArchiveForm form, Path file, String image) implements Place {
    public InArchive {
      Objects.requireNonNull(form);
      Objects.requireNonNull(file);
      Objects.requireNonNull(image);
    }

    @Override
    public String name() {
      return form.prefix() + ":" + file + (image.isEmpty() ? "" : ":" + image);
    }
  }
}
