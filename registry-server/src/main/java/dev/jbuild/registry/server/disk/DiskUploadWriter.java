package dev.jbuild.registry.server.disk;

import dev.jbuild.registry.server.store.UploadWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Appends to an upload's file.
final class DiskUploadWriter implements UploadWriter {
  private final Path file;
  private final FileChannel channel;
  private long position;

  DiskUploadWriter(Path file, FileChannel channel, long position) {
    this.file = file;
    this.channel = channel;
    this.position = position;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        position += channel.write(buffer, position);
      }
    } catch (IOException e) {
      throw DiskFiles.explained("appending to " + file, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
