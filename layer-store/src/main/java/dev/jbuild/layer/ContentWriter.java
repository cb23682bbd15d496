package dev.jbuild.layer;

import dev.jbuild.image.Digest;
import java.io.IOException;

/// Content on its way into the store. It belongs to one thread at a time.
///
/// Bytes are appended and hashed as they come; [#commit] publishes them. A writer that is closed
/// before that publishes nothing, but what a resumable writer has got so far stays for the next
/// one, so that a broken download goes on where it stood.
public interface ContentWriter extends AutoCloseable {
  /// The number of bytes there are, including those of earlier attempts.
  long offset();

  /// Appends bytes.
  void write(byte[] bytes, int offset, int length) throws IOException;

  /// Forgets all bytes, for a source that cannot go on in the middle.
  void restart() throws IOException;

  /// Publishes the bytes, or forgets them when they are not what was expected.
  ///
  /// @param digest what the bytes must have
  /// @param size the number of bytes there must be, or -1 when not known
  /// @throws ContentException.DigestMismatch when the bytes are others
  void commit(Digest digest, long size) throws IOException;

  /// Publishes the bytes under their sha256 digest.
  Digest commit() throws IOException;

  /// Lets go of the bytes unless they were published; see above.
  @Override
  void close() throws IOException;
}
