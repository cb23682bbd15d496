package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/// Counts and hashes the bytes that are written through it.
final class DigestingOutput extends OutputStream {
  private final OutputStream out;
  private final Digest.Algorithm algorithm;
  private final MessageDigest hash;
  private long count;

  DigestingOutput(OutputStream out, Digest.Algorithm algorithm) {
    this.out = out;
    this.algorithm = algorithm;
    this.hash = algorithm.newHash();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    hash.update(bytes, offset, length);
    count += length;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  long count() {
    return count;
  }

  /// The digest of what was written; ends the computation.
  Digest digest() {
    return Digest.of(algorithm, hash);
  }
}
