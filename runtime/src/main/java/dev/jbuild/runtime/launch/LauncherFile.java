package dev.jbuild.runtime.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Finds the native launcher: beside the distribution, or else the one that this module carries,
/// unpacked once under a name made of its content, so that two versions never share a file.
public final class LauncherFile {
  private static final String NAME = "jbuild-launcher";

  private LauncherFile() {}

  /// The launcher to use.
  ///
  /// @param distribution the directory of the distribution, if jbuild runs from one
  /// @param cache a directory for the unpacked launcher, made when it is missing
  /// @throws IOException when there is none for this processor
  public static Path find(Optional<Path> distribution, Path cache) throws IOException {
    if (distribution.isPresent()) {
      Path installed = distribution.get().resolve("lib").resolve(NAME);
      if (Files.isExecutable(installed)) {
        return installed;
      }
    }
    return unpack(cache);
  }

  private static Path unpack(Path cache) throws IOException {
    String machine = machine();
    byte[] program;
    try (InputStream in = LauncherFile.class.getResourceAsStream(machine + "/" + NAME)) {
      if (in == null) {
        throw new IOException(
            "this jbuild has no launcher for containers on " + machine + ": build it there");
      }
      program = in.readAllBytes();
    }
    Path launcher = cache.resolve(NAME + "-" + fingerprint(program));
    if (!Files.isExecutable(launcher)) {
      Files.createDirectories(cache);
      Path draft = Files.createTempFile(cache, NAME, ".part");
      Files.write(draft, program);
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(draft, launcher, StandardCopyOption.ATOMIC_MOVE);
    }
    return launcher;
  }

  /// The processor as `uname -m` names it.
  private static String machine() {
    String name = System.getProperty("os.arch", "amd64");
    return name.equals("amd64") ? "x86_64" : name;
  }

  private static String fingerprint(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must provide SHA-256", e);
    }
  }
}
