package dev.jbuild.registry.client.http;

import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.transport.LocalReadException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/// A part of a blob as the body of a request. The HTTP library must not send it twice by itself: a
/// registry would append the bytes again to the same upload.
final class BlobBody extends RequestBody {
  private static final MediaType TYPE = MediaType.get("application/octet-stream");
  private static final int CHUNK = 128 << 10;

  private final BlobSource source;
  private final long offset;
  private final long end;
  private final LongConsumer progress;

  BlobBody(BlobSource source, long offset, long end, LongConsumer progress) {
    this.source = source;
    this.offset = offset;
    this.end = end;
    this.progress = progress;
  }

  @Override
  public MediaType contentType() {
    return TYPE;
  }

  @Override
  public long contentLength() {
    return end - offset;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    try (InputStream in = open()) {
      byte[] chunk = new byte[CHUNK];
      long position = offset;
      progress.accept(position);
      while (position < end) {
        int count = read(in, chunk, (int) Math.min(CHUNK, end - position));
        sink.write(chunk, 0, count);
        position += count;
        progress.accept(position);
      }
    }
  }

  private InputStream open() throws LocalReadException {
    try {
      return source.open(offset);
    } catch (IOException e) {
      throw new LocalReadException(e);
    }
  }

  private int read(InputStream in, byte[] chunk, int length) throws LocalReadException {
    try {
      int count = in.read(chunk, 0, length);
      if (count < 0) {
        throw new EOFException("the blob ended before byte %d".formatted(end));
      }
      return count;
    } catch (IOException e) {
      throw new LocalReadException(e);
    }
  }
}
