package dev.jbuild.layer.layout;

import dev.jbuild.layer.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;

/// The content of a tar's current entry as a stream.
final class EntryStream extends InputStream {
  private final TarReader tar;

  EntryStream(TarReader tar) {
    this.tar = tar;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return length == 0 ? 0 : tar.read(bytes, offset, length);
  }
}
