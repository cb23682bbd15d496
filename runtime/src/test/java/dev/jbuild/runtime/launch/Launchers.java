package dev.jbuild.runtime.launch;

import java.io.IOException;
import java.nio.file.Path;

/// The launchers the build made, for tests.
final class Launchers {
  private Launchers() {}

  /// As released.
  static Path release() {
    return Path.of("target/launcher", System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64", "jbuild-launcher")
        .toAbsolutePath();
  }

  /// With address and undefined behaviour sanitizers.
  static Path checked() {
    return Path.of("target/launcher/checked/jbuild-launcher").toAbsolutePath();
  }

  static LauncherRuntime runtime() throws IOException {
    return LauncherRuntime.onThisHost(release(), LauncherRuntime.Options.DEFAULT);
  }
}
