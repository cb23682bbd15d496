package dev.jbuild.registry.client;

import java.io.IOException;
import java.io.InputStream;

/// Where the bytes of a blob to be uploaded come from.
@FunctionalInterface
public interface BlobSource {
  /// Opens the blob behind its first `offset` bytes. May be called several times, one stream after
  /// the other; the caller closes each.
  InputStream open(long offset) throws IOException;
}
