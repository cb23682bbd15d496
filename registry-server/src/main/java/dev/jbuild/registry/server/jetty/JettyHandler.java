package dev.jbuild.registry.server.jetty;

import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Body;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.route.Front;
import dev.jbuild.registry.server.store.BlobReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;

/// Carries requests from Jetty to the registry and answers back, on the request's virtual thread.
final class JettyHandler extends Handler.Abstract {
  private static final int BUFFER = 128 << 10;

  private final Function<Request, Response> front;

  JettyHandler(Function<Request, Response> front) {
    this.front = front;
  }

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response to,
      Callback callback) {
    Response response = answer(request);
    boolean head = request.getMethod().equals("HEAD");
    to.setStatus(response.status());
    for (Map.Entry<String, String> header : response.headers().entrySet()) {
      to.getHeaders().put(header.getKey(), header.getValue());
    }
    boolean bodiless = response.status() == 204 || response.status() == 304;
    if (!bodiless) {
      to.getHeaders().put(HttpHeader.CONTENT_LENGTH, response.body().length());
    }
    try {
      switch (response.body()) {
        case Body.Absent _ -> to.write(true, null, callback);
        case Body.Bytes b ->
            to.write(true, head || bodiless ? null : ByteBuffer.wrap(b.bytes()), callback);
        case Body.Blob blob -> {
          try (BlobReader reader = blob.reader()) {
            if (!head) {
              send(request, to, reader, blob);
            }
          }
          to.write(true, null, callback);
        }
      }
    } catch (IOException e) {
      callback.failed(e); // the client went away, or the answer cannot be completed any more
    }
    return true;
  }

  private Response answer(org.eclipse.jetty.server.Request request) {
    JettyRequest seen;
    try {
      seen = new JettyRequest(request);
    } catch (IllegalArgumentException e) {
      return Front.error(
          RegistryFault.of(ErrorCode.REQUEST_INVALID, String.valueOf(e.getMessage())));
    }
    return front.apply(seen);
  }

  private static void send(
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response to,
      BlobReader reader,
      Body.Blob blob)
      throws IOException {
    ByteBufferPool pool = request.getComponents().getByteBufferPool();
    RetainableByteBuffer pooled = pool.acquire(Math.clamp(blob.length(), 1, BUFFER), true);
    try {
      ByteBuffer buffer = pooled.getByteBuffer();
      long position = blob.offset();
      long end = blob.offset() + blob.length();
      while (position < end) {
        buffer.clear();
        buffer.limit((int) Math.min(buffer.capacity(), end - position));
        int n = reader.read(buffer, position);
        if (n < 0) {
          throw new EOFException("blob ends %d bytes early".formatted(end - position));
        }
        position += n;
        buffer.flip();
        try (Blocker.Callback written = Blocker.callback()) {
          to.write(false, buffer, written);
          written.block();
        }
      }
    } finally {
      pooled.release();
    }
  }
}
