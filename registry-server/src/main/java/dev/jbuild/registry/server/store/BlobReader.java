package dev.jbuild.registry.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Read access to one blob; stays readable when the blob is deleted meanwhile.
public interface BlobReader extends Closeable {
  long size();

  /// Reads bytes from a position on into the buffer, as many as one read gives.
  ///
  /// @return how many, -1 at the end
  int read(ByteBuffer into, long position) throws IOException;
}
