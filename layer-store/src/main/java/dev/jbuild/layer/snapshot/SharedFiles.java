package dev.jbuild.layer.snapshot;

import dev.jbuild.layer.tree.PathNames;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Files of the copy that have several names.
///
/// One that got another name has to stay with all of them, or the layer would have a copy where
/// there was a link.
final class SharedFiles {
  private final Fd root;
  private final Map<String, Stamp> stamps;

  SharedFiles(Fd root, Map<String, Stamp> stamps) {
    this.root = root;
    this.stamps = stamps;
  }

  /// The inodes that have a name now which they did not have.
  Set<Long> spread() throws IOException {
    Set<Long> changed = changed();
    Set<Long> spread = new HashSet<>();
    if (!changed.isEmpty()) {
      try (Fd fresh = LayerStack.directory(root, "")) {
        look(fresh, "", changed, spread);
      }
    }
    return spread;
  }

  /// Those that were touched, which is what another name does, too. Usually there is none, and no
  /// need to look further.
  private Set<Long> changed() throws IOException {
    Set<Long> changed = new HashSet<>();
    for (Map.Entry<String, Stamp> entry : stamps.entrySet()) {
      Stamp stamp = entry.getValue();
      if (stamp.shared()) {
        Optional<FileStatus> now = status(entry.getKey());
        if (now.isEmpty() || !stamp.isUntouched(now.get())) {
          changed.add(stamp.inode());
        }
      }
    }
    return changed;
  }

  private Optional<FileStatus> status(String path) throws IOException {
    Optional<Fd> file = Opening.withoutLinks(root, path, Opening.PATH | Opening.NOFOLLOW);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (Fd fd = file.get()) {
      return Optional.of(Attributes.status(fd));
    }
  }

  private void look(Fd directory, String path, Set<Long> changed, Set<Long> spread)
      throws IOException {
    for (String name : Nodes.list(directory)) {
      FileStatus status = Attributes.status(directory, name).orElseThrow();
      String child = PathNames.child(path, name);
      if (status.isDirectory()) {
        int flags = Opening.READ | Opening.DIRECTORY | Opening.NOFOLLOW;
        try (Fd fd = Opening.at(directory, name, flags, 0)) {
          look(fd, child, changed, spread);
        }
      } else if (changed.contains(status.inode())) {
        Stamp stamp = stamps.get(child);
        if (stamp == null || !stamp.isSameFile(status)) {
          spread.add(status.inode());
        }
      }
    }
  }
}
