package dev.jbuild.engine.container;

import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.RunningContainer;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Carries a container's output to a sink, on a platform thread of its own. A sink that fails ends
/// the container: nobody would see what it does.
final class OutputPump {
  private static final int SIGKILL = 9;

  private final RunningContainer container;
  private final BuildSteps.Sink sink;
  private final Thread thread;
  private volatile @Nullable IOException failure;

  private OutputPump(RunningContainer container, BuildSteps.Sink sink) {
    this.container = container;
    this.sink = sink;
    this.thread =
        Thread.ofPlatform().daemon().name("output of " + container.id()).unstarted(this::carry);
  }

  static OutputPump start(RunningContainer container, BuildSteps.Sink sink) {
    OutputPump pump = new OutputPump(container, sink);
    pump.thread.start();
    return pump;
  }

  /// Waits until all output of a container that has ended is delivered.
  ///
  /// @throws IOException when the sink failed
  void finish() throws IOException, InterruptedException {
    thread.join();
    IOException e = failure;
    if (e != null) {
      throw e;
    }
  }

  private void carry() {
    byte[] buffer = new byte[32 << 10];
    try (InputStream in = container.stdout()) {
      int length;
      while ((length = in.read(buffer)) > 0) {
        sink.write(buffer, length);
      }
    } catch (IOException e) {
      failure = e;
      kill();
    }
  }

  private void kill() {
    try {
      container.signal(SIGKILL);
    } catch (ContainerException e) {
      return; // it never ran, which the one who waits for it learns
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
