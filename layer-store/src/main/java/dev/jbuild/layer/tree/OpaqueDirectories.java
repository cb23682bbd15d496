package dev.jbuild.layer.tree;

import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/// Tells which directories of a tree in overlay form hide what is below them, by asking the disk
/// each time, since the tree may be in use. Paths have no leading slash; links are not followed.
public final class OpaqueDirectories implements Predicate<String> {
  private final Path tree;
  private final OverlayForm form = OverlayForm.current();

  public OpaqueDirectories(Path tree) {
    this.tree = tree;
  }

  @Override
  public boolean test(String path) {
    try (Fd root = Opening.directory(tree)) {
      Optional<Fd> fd = Opening.withoutLinks(root, path, Opening.READ | Opening.DIRECTORY);
      if (fd.isEmpty()) {
        return false;
      }
      try (Fd directory = fd.get()) {
        return form.isOpaque(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("looking for the opaque mark of '" + path + "' failed", e);
    }
  }
}
