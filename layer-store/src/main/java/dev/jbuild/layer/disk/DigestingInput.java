package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// Counts and hashes the bytes that are read through it.
final class DigestingInput extends InputStream {
  private final InputStream in;
  private final Digest.Algorithm algorithm;
  private final MessageDigest hash;
  private long count;

  DigestingInput(InputStream in, Digest.Algorithm algorithm) {
    this.in = in;
    this.algorithm = algorithm;
    this.hash = algorithm.newHash();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int got = in.read(bytes, offset, length);
    if (got > 0) {
      hash.update(bytes, offset, got);
      count += got;
    }
    return got;
  }

  long count() {
    return count;
  }

  /// The digest of what was read; ends the computation.
  Digest digest() {
    return Digest.of(algorithm, hash);
  }
}
