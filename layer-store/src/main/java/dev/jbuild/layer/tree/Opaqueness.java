package dev.jbuild.layer.tree;

import dev.jbuild.linux.Fd;
import java.io.IOException;

/// Tells which directories of a tree hide what is below them: by their marks, or from a record.
@FunctionalInterface
public interface Opaqueness {
  /// Whether a directory hides what is below it.
  ///
  /// @param path where it is in the tree, without leading slash
  boolean hides(Fd directory, String path) throws IOException;
}
