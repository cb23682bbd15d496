package dev.jbuild.registry.server.manifest;

import dev.jbuild.image.Digest;

/// A manifest to be sent, its bytes as they were pushed.
///
/// @param bytes shared, not to be changed
@SuppressWarnings("ArrayRecordComponent") // never compared: the digest says who it is
public record StoredManifest(Digest digest, String mediaType, byte[] bytes) {}
