package dev.jbuild.registry.server.store;

import java.io.Closeable;
import java.io.IOException;

/// Appends to one upload. What was written stays when the writer is closed, whatever happened in
/// between.
public interface UploadWriter extends Closeable {
  void write(byte[] bytes, int offset, int length) throws IOException;
}
