package dev.jbuild.engine.copy;

import dev.jbuild.image.Descriptor;
import dev.jbuild.registry.client.BlobSource;
import java.io.IOException;
import java.io.InputStream;

/// The bytes of a blob for an upload, checked when they are sent from the first one on. An upload
/// that goes on in the middle is checked by the target alone.
final class CheckedStreams implements BlobSource {
  private final CopySource source;
  private final Descriptor blob;
  private volatile boolean wrong;

  CheckedStreams(CopySource source, Descriptor blob) {
    this.source = source;
    this.blob = blob;
  }

  @Override
  public InputStream open(long offset) throws IOException {
    InputStream in = source.blob(blob, offset);
    return offset == 0 ? new CheckedStream(in, blob, source.name(), () -> wrong = true) : in;
  }

  /// Whether the source gave other bytes than those of the blob.
  boolean areWrong() {
    return wrong;
  }
}
