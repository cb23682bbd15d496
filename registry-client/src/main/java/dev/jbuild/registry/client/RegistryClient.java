package dev.jbuild.registry.client;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// A client of registries that follow the OCI distribution specification.
///
/// One client talks to many registries. Each method takes a [Reference] whose domain names the
/// registry and whose path names the repository; tag and digest count only where the method says
/// so. All methods block, may be called from many threads at once, retry what is temporary within
/// the bounds of [RetryPolicy], and end with a [RegistryException] that says what to do. An
/// interrupted thread gets a [RegistryException] of reason `CANCELLED`.
///
/// Follows the OCI distribution specification, "Workflow Categories", and Docker's token
/// authentication.
public interface RegistryClient extends AutoCloseable {

  /// Checks that the host answers as a registry and accepts the known credentials.
  void ping(String domain) throws RegistryException;

  /// Checks credentials given by the user against the registry.
  ///
  /// @return what to store for later: the same, or an identity token that the registry gave instead
  Credentials login(String domain, Credentials credentials) throws RegistryException;

  /// What a tag or digest stands for now: media type, digest and size of its manifest, by HEAD.
  /// Falls back to fetching the manifest when the registry leaves one of them out.
  Descriptor resolve(Reference reference) throws RegistryException;

  /// Fetches the manifest or index that a tag or digest stands for. Its bytes have been verified
  /// against the digest in the reference, or else the one that the registry announced.
  RawManifest manifest(Reference reference) throws RegistryException;

  /// Opens a blob for reading, from an offset to its end.
  ///
  /// The stream gives exactly the bytes from `offset` to the descriptor's size: a connection that
  /// breaks is resumed behind the last byte read, a registry that sends more is an error. It does
  /// **not** check the digest: the receiver does, since only it sees all bytes. Failures of the
  /// stream are [RegistryException]s. The caller closes it.
  InputStream blob(Reference repository, Descriptor blob, long offset) throws RegistryException;

  /// Tells the client that a stream of [#blob] gave other bytes than its digest promises.
  ///
  /// @return whether the blob is worth another try, since the bytes came from a mirror; the same
  ///   mirror is not asked again
  boolean reject(Reference repository, Digest blob) throws RegistryException;

  /// Whether the repository has the blob.
  boolean exists(Reference repository, Digest blob) throws RegistryException;

  /// Asks the registry to take a blob over from another of its repositories.
  ///
  /// @return whether it did; if not, the blob must be uploaded
  boolean mount(Reference repository, Digest blob, Reference source) throws RegistryException;

  /// Uploads a blob. The source is opened again where an upload must be repeated or resumed.
  ///
  /// @param progress told the number of bytes sent so far; it can fall back after a break
  void upload(Reference repository, Descriptor blob, BlobSource source, LongConsumer progress)
      throws RegistryException;

  /// Begins the upload of a blob that is still being made.
  ///
  /// @param progress told the number of bytes sent so far
  /// @return nothing when blobs are to be sent in chunks of a given size, see [TransportSettings]
  /// @throws RegistryException when the registry does not let an upload begin
  Optional<BlobUpload> beginUpload(Reference repository, LongConsumer progress)
      throws RegistryException;

  /// Stores a manifest byte for byte under the reference's tag, or its digest when it has no tag. A
  /// manifest with a subject is also listed under the tag of referrers when the registry has no
  /// referrers interface.
  ///
  /// @return the descriptor under which the registry has it
  Descriptor putManifest(Reference reference, RawManifest manifest) throws RegistryException;

  /// The tags of a repository, in the registry's order.
  List<String> tags(Reference repository) throws RegistryException;

  /// All repositories of a registry that the credentials may see, in the registry's order. Docker
  /// Hub and others refuse this.
  List<String> catalog(String domain) throws RegistryException;

  /// Repositories that fit some words, by the registry's own search (as Docker Hub has it), or, for
  /// registries without one, those of its catalog whose name has the words in it.
  ///
  /// @param limit the most results wanted, 1 to 100
  List<SearchResult> search(String domain, String words, int limit) throws RegistryException;

  /// What refers to a manifest: signatures, attestations, bills of materials. Registries without
  /// the referrers interface are asked for the tag that stands in for it.
  ///
  /// @param reference a name with a digest
  /// @param artifactType only referrers of this type; empty for all
  List<Descriptor> referrers(Reference reference, String artifactType) throws RegistryException;

  /// Removes a tag alone, or, for a reference with a digest, a manifest with all its tags.
  ///
  /// @throws RegistryException of reason `REFUSED` when the registry does not remove tags, as
  ///   docker-registry before version 3 does not, or nothing at all
  void delete(Reference reference) throws RegistryException;

  /// Removes a blob from a repository. Manifests that list it become unusable.
  void deleteBlob(Reference repository, Digest blob) throws RegistryException;

  /// Breaks off what is in flight and gives the connections back.
  @Override
  void close();
}
