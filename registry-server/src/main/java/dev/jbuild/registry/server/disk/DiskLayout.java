package dev.jbuild.registry.server.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.Tag;
import dev.jbuild.registry.server.name.UploadId;
import java.nio.file.Path;
import java.util.Objects;

/// Where things are below the storage directory. All parts of a path follow a grammar that leaves
/// no room for `..` or separators.
record DiskLayout(Path root) {
  Path temporary() {
    return root.resolve("tmp");
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path version() {
    return root.resolve("registry.json");
  }

  Path blob(Digest digest) {
    return root.resolve("blobs")
        .resolve(digest.algorithm().id())
        .resolve(digest.hex().substring(0, 2))
        .resolve(digest.hex());
  }

  Path uploads() {
    return root.resolve("uploads");
  }

  Path upload(RepositoryName repository, UploadId id) {
    return uploads().resolve(encoded(repository)).resolve(id.toString());
  }

  Path repositories() {
    return root.resolve("repositories");
  }

  Path repository(RepositoryName repository) {
    return repositories().resolve(encoded(repository));
  }

  Path blobLink(RepositoryName repository, Digest digest) {
    return repository(repository).resolve("blobs").resolve(encoded(digest));
  }

  Path manifest(RepositoryName repository, Digest digest) {
    return repository(repository).resolve("manifests").resolve(encoded(digest));
  }

  Path tags(RepositoryName repository) {
    return repository(repository).resolve("tags");
  }

  Path tag(RepositoryName repository, Tag tag) {
    return tags(repository).resolve(tag.value());
  }

  Path referrers(RepositoryName repository, Digest subject) {
    return repository(repository).resolve("referrers").resolve(encoded(subject));
  }

  /// The directory of a file below the root.
  static Path above(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  static String encoded(RepositoryName repository) {
    return repository.value().replace('/', '+');
  }

  static RepositoryName repositoryName(String encoded) {
    return new RepositoryName(encoded.replace('+', '/'));
  }

  static String encoded(Digest digest) {
    return digest.algorithm().id() + "-" + digest.hex();
  }

  static Digest digest(String encoded) {
    return Digest.parse(encoded.replace('-', ':'));
  }
}
