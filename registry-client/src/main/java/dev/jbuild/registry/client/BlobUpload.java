package dev.jbuild.registry.client;

import dev.jbuild.image.Descriptor;
import java.io.InterruptedIOException;

/// An upload of a blob that is still being made, so that its digest and size come last.
///
/// It is tried once: when it breaks, the bytes are dropped from then on, [#finish] says that the
/// registry does not have the blob, and the caller uploads it in the ordinary way. For one thread.
public interface BlobUpload extends AutoCloseable {
  /// Sends bytes, which are copied; waits while some MiB are on their way.
  ///
  /// @throws InterruptedIOException when the thread is interrupted meanwhile
  void write(byte[] bytes, int offset, int length) throws InterruptedIOException;

  /// Ends the upload.
  ///
  /// @param blob what all bytes written are
  /// @return whether the registry has the blob now
  /// @throws RegistryException when the thread is interrupted meanwhile
  boolean finish(Descriptor blob) throws RegistryException;

  /// Breaks the upload off unless it has been finished, and waits until nothing is sent any more.
  @Override
  void close();
}
