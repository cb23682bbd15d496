package dev.jbuild.layer.unpack;

import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarReader;
import dev.jbuild.linux.Fd;
import java.io.IOException;

/// What becomes of the content of the regular files in a layer's tar.
@FunctionalInterface
public interface FileBytes {
  /// Takes the content of the entry that the tar stands at.
  ///
  /// @param file the file that was made for it, still empty
  void take(TarEntry entry, TarReader tar, Fd file) throws IOException;
}
