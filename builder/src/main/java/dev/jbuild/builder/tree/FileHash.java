package dev.jbuild.builder.tree;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// Digests of entries for [FileTree#contentDigest].
public final class FileHash {
  private static final int BUFFER = 1 << 17;

  private FileHash() {}

  /// Reads an entry's data and extended attributes through its tree and digests them.
  public static byte[] of(FileTree tree, Entry entry) throws IOException {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    if (entry.isFile()) {
      byte[] buffer = new byte[Math.clamp(entry.size() + 1, 1, BUFFER)];
      try (InputStream in = tree.open(entry)) {
        int n;
        while ((n = in.read(buffer)) >= 0) {
          hash.update(buffer, 0, n);
        }
      }
    }
    ExtendedAttributes.hash(tree.attributes(entry), hash);
    return hash.digest();
  }
}
