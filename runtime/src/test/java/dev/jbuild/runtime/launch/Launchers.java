package dev.jbuild.runtime.launch;

import dev.jbuild.runtime.launch.LauncherRuntime.Options;
import java.io.IOException;
import java.nio.file.Path;

/// The launchers the build made: tests run with each.
enum Launchers {
  /// As released.
  RELEASED(System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64"),
  /// With address and undefined behaviour sanitizers, which end it with code 99.
  CHECKED("checked");

  private final String directory;

  Launchers(String directory) {
    this.directory = directory;
  }

  Path path() {
    return Path.of("target/launcher", directory, "jbuild-launcher").toAbsolutePath();
  }

  LauncherRuntime runtime() throws IOException {
    return runtime(Options.DEFAULT);
  }

  LauncherRuntime runtime(Options options) throws IOException {
    return LauncherRuntime.onThisHost(path(), options);
  }
}
