package dev.jbuild.registry.client.http;

import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.transport.Task;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// A blob from an offset to its end, over as many connections as it takes.
///
/// After a break the stream asks for the rest behind the last byte it gave out; that the bytes only
/// trickle in, see [Pace], is a break too. It gives up when several tries in a row bring next to
/// nothing, or after many breaks in total. For one thread at a time.
final class ResumingBlobStream extends InputStream {
  private static final int MAX_BREAKS = 100;

  /// Opens the blob at a position.
  @FunctionalInterface
  interface Opener {
    Response open(long position) throws RegistryException;
  }

  private final Session session;
  private final Task task;
  private final Opener opener;
  private final long size;
  private @Nullable Response response;
  private long position;
  private Pace pace;
  private long sinceBreak;
  private int breaks;
  private int fruitless;
  private boolean closed;

  ResumingBlobStream(
      Session session, Task task, Opener opener, Response first, long offset, long size) {
    this.session = session;
    this.task = task;
    this.opener = opener;
    this.response = first;
    this.position = offset;
    this.size = size;
    this.pace = new Pace(session.settings().idleTimeout());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (length == 0) {
      return 0;
    }
    while (position < size) {
      try {
        int count = pace.read(connected().body().byteStream(), buffer, offset, length);
        if (count > 0) {
          return count(count);
        }
        throw session.failure(
            task, connected().request(), new IOException("it ended before the blob did"));
      } catch (IOException e) {
        recover(e);
      }
    }
    return -1;
  }

  private int count(int count) throws IOException {
    if (position + count > size) {
      throw tooLong();
    }
    position += count;
    sinceBreak += count;
    if (sinceBreak >= Pace.LEAST) {
      fruitless = 0;
    }
    if (position == size) {
      expectEnd();
    }
    return count;
  }

  /// A body without announced length may hide more behind the last byte. A connection that breaks
  /// there takes nothing away from the blob.
  private void expectEnd() throws IOException {
    Response last = connected();
    int more = -1;
    if (last.body().contentLength() < 0) {
      try {
        more = last.body().byteStream().read();
      } catch (IOException e) {
        RegistryException failure = session.failure(task, last.request(), e);
        if (failure.reason() == RegistryException.Reason.CANCELLED) {
          throw failure;
        }
      }
    }
    if (more >= 0) {
      throw tooLong();
    }
    drop();
  }

  private RegistryException tooLong() throws IOException {
    return Session.malformed(
        task, connected().request(), "more than the %d bytes of the blob".formatted(size));
  }

  private Response connected() throws RegistryException {
    Response current = response;
    if (current == null) {
      current = opener.open(position);
      response = current;
    }
    return current;
  }

  private void recover(IOException e) throws RegistryException {
    Response broken = response;
    RegistryException failure =
        e instanceof RegistryException || broken == null
            ? asFailure(e)
            : session.failure(task, broken.request(), e);
    drop();
    pace = new Pace(session.settings().idleTimeout());
    sinceBreak = 0;
    if (++breaks > MAX_BREAKS) {
      throw failure;
    }
    session.retry().pauseOrThrow(task, ++fruitless, failure);
  }

  private static RegistryException asFailure(IOException e) {
    return e instanceof RegistryException failure
        ? failure
        : RegistryException.local(String.valueOf(e.getMessage()), e);
  }

  private void drop() {
    if (response != null) {
      response.close();
      response = null;
    }
  }

  @Override
  public int available() throws IOException {
    return response == null ? 0 : response.body().byteStream().available();
  }

  @Override
  public void close() {
    closed = true;
    drop();
  }
}
