package dev.jbuild.layer.unpack;

import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarReader;
import dev.jbuild.linux.Fd;
import java.io.IOException;

/// Writes content into its file, with holes where the tar has some.
final class WrittenBytes implements FileBytes {
  private final byte[] buffer = new byte[128 << 10];

  @Override
  public void take(TarEntry entry, TarReader tar, Fd file) throws IOException {
    if (entry.sparse()) {
      file.truncate(entry.size());
    }
    while (true) {
      long hole = tar.skipHole();
      if (hole > 0) {
        file.skip(hole);
      }
      int got = tar.read(buffer, 0, buffer.length);
      if (got < 0) {
        return;
      }
      file.write(buffer, 0, got);
    }
  }
}
