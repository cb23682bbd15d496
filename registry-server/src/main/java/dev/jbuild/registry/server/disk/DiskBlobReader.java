package dev.jbuild.registry.server.disk;

import dev.jbuild.registry.server.store.BlobReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Reads a blob's file.
record DiskBlobReader(FileChannel channel, long size) implements BlobReader {
  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return channel.read(into, position);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
