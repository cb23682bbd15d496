package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarReader;
import dev.jbuild.layer.unpack.FileBytes;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/// Hashes the content of a layer's files instead of writing it, so that a tree can be had for
/// comparison without its bytes. Files are known by their inode numbers.
final class ContentDigests implements FileBytes {
  /// What a file should hold.
  record Content(long size, Digest digest) {}

  private final Map<Long, Content> byInode = new HashMap<>();
  private final byte[] buffer = new byte[128 << 10];
  private final byte[] zeros = new byte[16 << 10];

  @Override
  public void take(TarEntry entry, TarReader tar, Fd file) throws IOException {
    DigestingOutput hash = hash();
    while (true) {
      hole(tar.skipHole(), hash);
      int got = tar.read(buffer, 0, buffer.length);
      if (got < 0) {
        break;
      }
      hash.write(buffer, 0, got);
    }
    hole(entry.size() - hash.count(), hash);
    byInode.put(Attributes.status(file).inode(), new Content(entry.size(), hash.digest()));
  }

  private void hole(long length, DigestingOutput hash) throws IOException {
    for (long left = length; left > 0; left -= zeros.length) {
      hash.write(zeros, 0, (int) Math.min(left, zeros.length));
    }
  }

  /// What files should hold; one that is not here holds it already.
  Map<Long, Content> byInode() {
    return byInode;
  }

  /// The digest of what is left of a file.
  Digest of(Fd file) throws IOException {
    DigestingOutput hash = hash();
    for (int got = file.read(buffer, 0, buffer.length);
        got > 0;
        got = file.read(buffer, 0, buffer.length)) {
      hash.write(buffer, 0, got);
    }
    return hash.digest();
  }

  private static DigestingOutput hash() {
    return new DigestingOutput(OutputStream.nullOutputStream(), Digest.Algorithm.SHA256);
  }
}
