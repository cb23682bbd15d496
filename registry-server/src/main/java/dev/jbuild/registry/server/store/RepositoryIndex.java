package dev.jbuild.registry.server.store;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The facts of a registry: which repositories there are and what each of them shows.
///
/// A manifest is shown whole, with everything it refers to, or not at all, and a tag never points
/// at nothing; that holds for other threads and after a crash. Changes to manifests and tags
/// survive a loss of power once the method returns. Reads see every change that returned before
/// they began.
public interface RepositoryIndex {
  /// Whether anything was ever stored under the name.
  boolean exists(RepositoryName repository) throws IOException;

  /// Names of repositories in ascending order, those after a name when one is given.
  List<RepositoryName> repositories(@Nullable String after, int limit) throws IOException;

  /// Lets a repository show a blob that is in the [BlobStore].
  void linkBlob(RepositoryName repository, Digest digest) throws IOException;

  /// The size of a blob, empty unless the repository shows it.
  OptionalLong blobSize(RepositoryName repository, Digest digest) throws IOException;

  /// Stops a repository from showing a blob.
  ///
  /// @return whether it did show it
  boolean unlinkBlob(RepositoryName repository, Digest digest) throws IOException;

  /// The manifest of a digest, empty unless the repository has it.
  Optional<ManifestRecord> manifest(RepositoryName repository, Digest digest) throws IOException;

  /// Stores a manifest, whose bytes are in the [BlobStore], and points the tags at it, provided
  /// that the repository has everything it refers to.
  ///
  /// @return the missing references; when there are any, nothing was changed
  List<Digest> putManifest(
      RepositoryName repository, ManifestRecord manifest, References references, List<Tag> tags)
      throws IOException;

  /// Removes a manifest with all tags that point at it.
  ///
  /// @return whether the repository had it
  boolean deleteManifest(RepositoryName repository, Digest digest) throws IOException;

  /// The digest that a tag points at.
  Optional<Digest> tag(RepositoryName repository, Tag tag) throws IOException;

  /// Tags in ascending order, those after a tag when one is given.
  List<Tag> tags(RepositoryName repository, @Nullable String after, int limit) throws IOException;

  /// Removes a tag; what it points at stays.
  ///
  /// @return whether the repository had it
  boolean deleteTag(RepositoryName repository, Tag tag) throws IOException;

  /// Descriptors of the manifests that name this one as their subject, in order of their digests.
  List<Descriptor> referrers(RepositoryName repository, Digest subject) throws IOException;
}
