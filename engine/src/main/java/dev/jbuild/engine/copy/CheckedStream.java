package dev.jbuild.engine.copy;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// A blob from its first byte, hashed on the way: in place of the last bytes comes an error when
/// the blob is not what its digest says. So the source is blamed, not the target that refuses it.
final class CheckedStream extends FilterInputStream {
  private final Descriptor blob;
  private final String source;
  private final Runnable whenWrong;
  private final MessageDigest hash;
  private long position;

  CheckedStream(InputStream in, Descriptor blob, String source, Runnable whenWrong) {
    super(in);
    this.blob = blob;
    this.source = source;
    this.whenWrong = whenWrong;
    this.hash = blob.digest().algorithm().newHash();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      hash.update(buffer, offset, count);
      position += count;
      if (position == blob.size()) {
        check();
      }
    }
    return count;
  }

  private void check() throws IOException {
    Digest actual = Digest.of(blob.digest().algorithm(), hash);
    if (!actual.equals(blob.digest())) {
      whenWrong.run();
      throw new ContentException.DigestMismatch(
          "blob from '" + source + "'", blob.digest(), actual, position);
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
