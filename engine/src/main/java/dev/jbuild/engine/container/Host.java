package dev.jbuild.engine.container;

import dev.jbuild.image.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What containers take over from the host they run on.
///
/// @param platform what its processor runs
/// @param etc its directory of configuration files
/// @param hostname its name
/// @param process this process
public record Host(Platform platform, Path etc, String hostname, HostProcess process) {

  /// The host this process runs on.
  public static Host local(Platform platform) throws IOException {
    String hostname =
        Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8).strip();
    return new Host(platform, Path.of("/etc"), hostname, HostProcess.current());
  }

  /// The text of one of its configuration files, empty when there is none.
  String configuration(String name) throws IOException {
    try {
      return Files.readString(etc.resolve(name), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
