package dev.jbuild.registry.server;

import dev.jbuild.registry.server.upload.Uploads;
import java.io.IOException;
import java.time.Duration;

/// Drops abandoned uploads every hour, on a thread of its own; the first time some minutes after
/// the start, so that starting costs the same however much is stored.
final class UploadSweeper {
  private static final Duration FIRST = Duration.ofMinutes(5);
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final Duration AGE = Duration.ofDays(7);

  private final Uploads uploads;
  private final RegistryConfig config;

  private UploadSweeper(Uploads uploads, RegistryConfig config) {
    this.uploads = uploads;
    this.config = config;
  }

  static Thread start(Uploads uploads, RegistryConfig config) {
    UploadSweeper sweeper = new UploadSweeper(uploads, config);
    return Thread.ofVirtual().name("registry-upload-sweeper").start(sweeper::run);
  }

  private void run() {
    try {
      Thread.sleep(FIRST);
      while (true) {
        sweep();
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the registry stops
    }
  }

  private void sweep() {
    try {
      int dropped = uploads.expire(config.clock(), AGE);
      if (dropped > 0) {
        config.listener().on(new RegistryEvent.UploadsExpired(dropped));
      }
    } catch (IOException e) {
      config.listener().on(new RegistryEvent.SweepFailed(e));
    }
  }
}
