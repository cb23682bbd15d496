package dev.jbuild.registry.server.exchange;

import dev.jbuild.registry.server.store.BlobReader;

/// What a response carries.
public sealed interface Body {
  /// Nothing, `Content-Length: 0`.
  Body NONE = new Bytes(new byte[0]);

  long length();

  /// Bytes in memory, shared and not to be changed.
  @SuppressWarnings("ArrayRecordComponent") // identity is all that is ever asked of it
  record Bytes(byte[] bytes) implements Body {
    @Override
    public long length() {
      return bytes.length;
    }
  }

  /// The length of something that is not sent, for HEAD.
  record Absent(long length) implements Body {}

  /// A part of a blob; whoever sends it closes the reader.
  record Blob(BlobReader reader, long offset, long length) implements Body {}
}
