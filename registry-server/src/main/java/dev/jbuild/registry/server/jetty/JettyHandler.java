package dev.jbuild.registry.server.jetty;

import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Body;
import dev.jbuild.registry.server.exchange.ClientGoneException;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.route.Front;
import dev.jbuild.registry.server.store.BlobReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Carries requests from Jetty to the registry and answers back, on the request's virtual thread.
final class JettyHandler extends Handler.Abstract {
  private static final int BUFFER = 128 << 10;
  private static final long LINGER_BYTES = 32L << 20;
  private static final long LINGER_NANOS = 2_000_000_000L;

  private final Function<Request, Response> front;

  JettyHandler(Function<Request, Response> front) {
    this.front = front;
  }

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response to,
      Callback callback) {
    InputStream body = new BodyStream(Content.Source.asInputStream(request));
    Response response = answer(request, body);
    boolean bodiless = response.status() == 204 || response.status() == 304;
    to.setStatus(response.status());
    for (Map.Entry<String, String> header : response.headers().entrySet()) {
      to.getHeaders().put(header.getKey(), header.getValue());
    }
    if (!bodiless) {
      to.getHeaders().put(HttpHeader.CONTENT_LENGTH, response.body().length());
    }
    boolean empty = bodiless || request.getMethod().equals("HEAD");
    try {
      switch (response.body()) {
        case Body.Absent _ -> to.write(true, null, callback);
        case Body.Bytes b -> {
          ByteBuffer content = empty ? null : ByteBuffer.wrap(b.bytes());
          if (response.status() >= 400 && mayBeSending(request)) {
            refuse(to, content, body);
            callback.succeeded();
          } else {
            to.write(true, content, callback);
          }
        }
        case Body.Blob blob -> {
          try (BlobReader reader = blob.reader()) {
            if (!empty) {
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

  private Response answer(org.eclipse.jetty.server.Request request, InputStream body) {
    JettyRequest seen;
    try {
      seen = new JettyRequest(request, body);
    } catch (IllegalArgumentException e) {
      return Front.error(
          RegistryFault.of(ErrorCode.REQUEST_INVALID, String.valueOf(e.getMessage())));
    }
    return front.apply(seen);
  }

  /// A client that was told to wait for `100 Continue` sends nothing after a refusal.
  private static boolean mayBeSending(org.eclipse.jetty.server.Request request) {
    return request.getLength() != 0 && !request.getHeaders().contains(HttpHeader.EXPECT);
  }

  /// Sends a refusal and then takes in some of what the client is still sending. Closing at once
  /// would reset the connection, and many clients would report that instead of the reason.
  private static void refuse(
      org.eclipse.jetty.server.Response to, @Nullable ByteBuffer content, InputStream body)
      throws IOException {
    try (Blocker.Callback written = Blocker.callback()) {
      to.write(true, content, written);
      written.block();
    }
    byte[] ignored = new byte[64 << 10];
    long left = LINGER_BYTES;
    long end = System.nanoTime() + LINGER_NANOS;
    try {
      while (left > 0 && System.nanoTime() < end) {
        int n = body.read(ignored);
        if (n < 0) {
          return;
        }
        left -= n;
      }
    } catch (ClientGoneException e) {
      return; // it has heard enough, or broke off before
    }
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
