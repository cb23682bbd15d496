package dev.jbuild.cli.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The version that this build of jbuild carries.
public final class Version {
  private Version() {}

  /// The version as the build wrote it, such as `0.1.0`.
  public static String text() {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("the distribution lacks its version.txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the version failed", e);
    }
  }
}
