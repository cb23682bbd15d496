package dev.jbuild.layer.tree;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The attributes that directories shall have in the end.
///
/// They are set last: writing into a directory changes its time, a default ACL or the set-gid bit
/// would be inherited by what is written, and a mode without write permission would keep an
/// ordinary user out.
final class DirectoryAttributes {
  private static final class Wanted {
    final FileAttributes attributes;
    boolean stale = true;

    Wanted(FileAttributes attributes) {
      this.attributes = attributes;
    }
  }

  private final Fd root;
  private final TreeMap<String, Wanted> directories = new TreeMap<>();
  private @Nullable Wanted lastTouched;
  private String lastTouchedPath = "";

  DirectoryAttributes(Fd root) {
    this.root = root;
  }

  void set(String path, FileAttributes attributes) {
    directories.put(path, new Wanted(attributes));
    lastTouched = null;
  }

  /// Notes that a directory's time has changed.
  void touch(String path) {
    Wanted wanted = lastTouched;
    if (wanted == null || !lastTouchedPath.equals(path)) {
      wanted = directories.get(path);
      lastTouched = wanted;
      lastTouchedPath = path;
    }
    if (wanted != null) {
      wanted.stale = true;
    }
  }

  /// Forgets a directory and all below it.
  void forget(String path) {
    directories.remove(path);
    directories.subMap(path + "/", path + "0").clear(); // '0' comes after '/'
    lastTouched = null;
  }

  /// Sets what is not set yet, the deepest first.
  void apply() throws IOException {
    for (Map.Entry<String, Wanted> e : directories.descendingMap().entrySet()) {
      Wanted wanted = e.getValue();
      if (!wanted.stale) {
        continue;
      }
      int flags = Opening.READ | Opening.DIRECTORY;
      try (Fd fd =
          Opening.withoutLinks(root, e.getKey(), flags)
              .orElseThrow(() -> new java.nio.file.NoSuchFileException(e.getKey()))) {
        set(fd, wanted.attributes);
      }
      wanted.stale = false;
    }
  }

  /// Sets all attributes of an open file, in the order in which none undoes another: a change of
  /// owner clears set-uid and capabilities.
  private static void set(Fd file, FileAttributes its) throws IOException {
    Attributes.owner(file, its.uid(), its.gid());
    Attributes.mode(file, its.mode());
    for (Map.Entry<String, byte[]> x : its.xattrs().entrySet()) {
      if (OverlayForm.belongsToFile(x.getKey())) {
        Xattrs.set(file, x.getKey(), x.getValue());
      }
    }
    Attributes.modified(file, its.modified());
  }
}
