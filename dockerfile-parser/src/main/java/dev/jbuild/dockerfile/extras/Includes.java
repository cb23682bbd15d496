package dev.jbuild.dockerfile.extras;

import java.io.IOException;

/// Where included files come from.
@FunctionalInterface
public interface Includes {

  /// Reads a file of the build context.
  ///
  /// @param path relative to the context, clean, does not lead out of it unless by links
  /// @return its bytes, not to be changed afterwards
  /// @throws IOException with the reason, such as `there is no such file`, when it cannot be read
  byte[] read(String path) throws IOException;

  /// No files at all: every INCLUDE fails.
  static Includes none() {
    return path -> {
      throw new IOException("there is no build context to include files from");
    };
  }
}
