package dev.jbuild.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A hash over files and words that names what was made from them.
final class Fingerprint {
  private static final int HEX_DIGITS = 16;

  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Fingerprint add(Path file) throws IOException {
    add(file.getFileName() + " " + Files.size(file));
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return this;
  }

  Fingerprint add(String word) {
    digest.update(word.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return this;
  }

  /// Sixteen hexadecimal digits; the object must not be used afterwards.
  String text() {
    return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
  }
}
