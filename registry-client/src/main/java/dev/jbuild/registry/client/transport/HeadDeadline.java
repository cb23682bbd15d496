package dev.jbuild.registry.client.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/// Bounds the time from the end of a request to the end of the head of its answer, for calls that
/// are not bounded as a whole. The bound between two reads does not do: a server that sends its
/// header fields byte by byte would never meet it. Used for one call.
final class HeadDeadline extends EventListener {
  /// Finds the deadline of a call in its request, where there is one.
  static final Factory OF_REQUEST =
      call -> {
        HeadDeadline deadline = call.request().tag(HeadDeadline.class);
        return deadline == null ? EventListener.NONE : deadline;
      };

  private final Duration limit;
  private @Nullable AsyncTimeout running;
  private volatile boolean missed;

  HeadDeadline(Duration limit) {
    this.limit = limit;
  }

  /// Whether the call was ended because the head did not come in time.
  boolean missed() {
    return missed;
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    start(call);
  }

  @Override
  public void requestBodyStart(Call call) {
    stop();
  }

  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    start(call);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    stop();
  }

  @Override
  public void callFailed(Call call, java.io.IOException e) {
    stop();
  }

  private void start(Call call) {
    stop();
    AsyncTimeout timeout =
        new AsyncTimeout() {
          @Override
          protected void timedOut() {
            missed = true;
            call.cancel();
          }
        };
    timeout.timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
    timeout.enter();
    running = timeout;
  }

  private void stop() {
    if (running != null) {
      running.exit();
      running = null;
    }
  }
}
