package dev.jbuild.layer.disk;

import dev.jbuild.layer.Layer;
import dev.jbuild.layer.TreeMounts.Changes;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.StorePaths;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Mounts;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Mounts overlays. Directories are named through open descriptors, which keeps the names of 128
/// layers within the page that mount(2) takes, and needs no escapes.
final class OverlayMount {
  private static final String EMPTY = "empty";

  private OverlayMount() {}

  static void mount(
      StorePaths paths, Path target, List<Layer> layers, List<Path> seen, @Nullable Changes changes)
      throws IOException {
    Path mounts = target.resolveSibling(EMPTY);
    AtomicFiles.directory(mounts);
    AtomicFiles.directory(paths.trees());
    try (Fd trees = Opening.directory(paths.trees());
        Fd root = Opening.directory(paths.root())) {
      // the kernel refuses a layer that comes twice, and all but the topmost add nothing
      Set<String> lower = new LinkedHashSet<>();
      for (Path directory : seen) {
        lower.add(name(root) + "/" + paths.root().relativize(directory));
      }
      for (Layer layer : layers.reversed()) {
        lower.add(name(trees) + "/" + layer.directory().getFileName());
      }
      if (lower.size() < 2 && changes == null) {
        lower.add(name(root) + "/" + paths.root().relativize(mounts)); // one alone is refused
      }
      StringBuilder data = new StringBuilder("lowerdir=").append(String.join(":", lower));
      if (changes != null) {
        data.append(",upperdir=").append(name(root)).append('/');
        data.append(paths.root().relativize(changes.upper()));
        data.append(",workdir=").append(name(root)).append('/');
        data.append(paths.root().relativize(changes.work()));
      }
      data.append(OverlayForm.current().mountOptions(changes != null));
      Mounts.mount(
          "overlay", "overlay", target, changes == null ? Mounts.READ_ONLY : 0, data.toString());
    }
  }

  private static String name(Fd directory) {
    return "/proc/self/fd/" + directory.number();
  }

  static void unmount(Path target) throws IOException {
    Mounts.unmount(target);
  }
}
