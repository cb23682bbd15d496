/// The contracts of storage. A [StorageDriver] is a [BlobStore] for bytes, an [UploadStore] for
/// bytes on their way in, and a [RepositoryIndex] for the facts: which repository has which blobs,
/// manifests and tags. Each can move to another technique without the others; the disk's are in
/// `disk`. Nothing here decides about requests.
@NullMarked
package dev.jbuild.registry.server.store;

import org.jspecify.annotations.NullMarked;
