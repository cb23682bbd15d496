package dev.jbuild.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Where the files of a container come from. All paths are absolute paths of the host.
public sealed interface RootFilesystem {

  /// An overlay of layers with one writable directory on top.
  ///
  /// @param lower the layers, topmost first; may be empty for `FROM scratch`. A layer may come more
  ///   than once, as steps that change nothing make equal ones; the kernel refuses that (ELOOP),
  ///   and all but the topmost add nothing to what is seen, so they are left out
  /// @param upper the directory that takes all changes
  /// @param work an empty directory on the file system of `upper`
  record Overlay(List<Path> lower, Path upper, Path work) implements RootFilesystem {
    public Overlay {
      lower = lower.stream().distinct().toList();
      lower.forEach(RootFilesystem::requireAbsolute);
      requireAbsolute(upper);
      requireAbsolute(work);
    }
  }

  /// A plain directory, changed in place.
  record Directory(Path path) implements RootFilesystem {
    public Directory {
      requireAbsolute(path);
    }
  }

  private static void requireAbsolute(Path path) {
    if (!Objects.requireNonNull(path).isAbsolute()) {
      throw new IllegalArgumentException("root file system path '" + path + "' is not absolute");
    }
  }
}
