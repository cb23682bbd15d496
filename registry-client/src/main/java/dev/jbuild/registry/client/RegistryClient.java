package dev.jbuild.registry.client;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import java.io.InputStream;
import java.util.List;
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

  /// Stores a manifest byte for byte under the reference's tag, or its digest when it has no tag.
  ///
  /// @return the descriptor under which the registry has it
  Descriptor putManifest(Reference reference, RawManifest manifest) throws RegistryException;

  /// The tags of a repository, in the registry's order.
  List<String> tags(Reference repository) throws RegistryException;

  /// Breaks off what is in flight and gives the connections back.
  @Override
  void close();
}
