package dev.jbuild.registry.client.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.LongConsumer;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/// A blob that is still being made as the body of a request: its length is not known, and it can be
/// sent once.
final class StreamBody extends RequestBody {
  private static final MediaType TYPE = MediaType.get("application/octet-stream");

  private final ChunkQueue chunks;
  private final LongConsumer progress;

  StreamBody(ChunkQueue chunks, LongConsumer progress) {
    this.chunks = chunks;
    this.progress = progress;
  }

  @Override
  public MediaType contentType() {
    return TYPE;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    long sent = 0;
    progress.accept(sent);
    try {
      ChunkQueue.Chunk chunk;
      while ((chunk = chunks.take()) != null) {
        sink.write(chunk.bytes(), 0, chunk.count());
        chunks.back(chunk);
        sent += chunk.count();
        progress.accept(sent);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
