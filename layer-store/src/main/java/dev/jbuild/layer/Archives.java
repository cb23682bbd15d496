package dev.jbuild.layer;

import dev.jbuild.layer.tar.TarReader;
import dev.jbuild.layer.tar.Unpacking;
import java.io.IOException;
import java.io.InputStream;

/// Tells archives from other files, as `ADD` must before it unpacks one.
public final class Archives {
  private Archives() {}

  /// Whether the bytes start as a tar with at least one entry, plain or compressed. The name of a
  /// file says nothing; neither does its compression alone. A file that cannot be read is no
  /// archive: whoever copies it will say what is wrong.
  public static boolean isArchive(InputStream bytes) {
    try {
      return new TarReader(Unpacking.of(bytes)).next() != null;
    } catch (IOException e) {
      return false;
    }
  }
}
