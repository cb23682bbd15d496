package dev.jbuild.layer.snapshot;

import dev.jbuild.layer.snapshot.MergedLevel.Seen;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.layer.tree.PathNames;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes out of a full copy what nobody touched, and marks what is gone, so that an overlay over
/// the same layers would have left the same.
///
/// What an overlay leaves: a file whose content or attributes were set, whole, even if they were
/// set to what they were; a directory when that happened to it or to something in it; a deletion
/// for each name that is gone; a directory made anew over something, opaque and with all that is in
/// it.
final class Reduction {
  private final Fd root;
  private final LayerStack lower;
  private final Map<String, Stamp> stamps;
  private final OverlayForm form;
  private final Comparison comparison;
  private final Set<Long> spread;

  /// @param root the copy
  /// @param lower the trees that were copied
  /// @param stamps what the files of the copy were, by path
  Reduction(Fd root, LayerStack lower, Map<String, Stamp> stamps) throws IOException {
    this.root = root;
    this.lower = lower;
    this.stamps = stamps;
    this.form = lower.form();
    this.comparison = new Comparison(lower);
    this.spread = new SharedFiles(root, stamps).spread();
  }

  void run() throws IOException {
    FileStatus status = Attributes.status(root);
    form.makeTransparent(root);
    try (MergedLevel level = lower.level("", lower.all());
        Fd fresh = LayerStack.directory(root, "")) {
      merged("", fresh, level);
    }
    Attributes.modified(root, NodeCopy.time(status));
  }

  /// Reduces a directory that is the one that the layers have.
  ///
  /// @return whether anything is left in it
  private boolean merged(String path, Fd directory, MergedLevel level) throws IOException {
    List<String> names = Nodes.list(directory);
    boolean left = false;
    Set<String> gone = new HashSet<>(level.seen().keySet());
    names.forEach(gone::remove);
    for (String name : gone) {
      OverlayForm.makeWhiteout(directory, name);
      left = true;
    }
    for (String name : names) {
      FileStatus status = Attributes.status(directory, name).orElseThrow();
      String child = PathNames.child(path, name);
      Seen seen = level.seen(name);
      if (status.isDirectory()) {
        left |= directory(directory, name, child, status, seen);
      } else if (status.isWhiteout()
          ? seen == null
          : isUntouched(directory, name, child, status, seen)) {
        Nodes.remove(directory, name);
      } else {
        left = true;
      }
    }
    return left;
  }

  private boolean isUntouched(
      Fd directory, String name, String path, FileStatus status, @Nullable Seen seen)
      throws IOException {
    Stamp stamp = stamps.get(path);
    if (stamp == null
        || seen == null
        || !stamp.isSameFile(status)
        || spread.contains(status.inode())) {
      return false;
    }
    // a file with several names gets another time when one of them is removed
    return stamp.isUntouched(status)
        || ((stamp.shared() || !stamp.isExact())
            && comparison.same(seen.directory(), seen.status(), directory, status, path, name));
  }

  /// Reduces a directory, which goes when nobody touched it.
  ///
  /// @return whether it stays
  private boolean directory(
      Fd parent, String name, String path, FileStatus status, @Nullable Seen seen)
      throws IOException {
    Stamp known = stamps.get(path);
    Stamp stamp = known != null && known.isSameFile(status) ? known : null;
    try (Fd directory = open(parent, name)) {
      boolean hides = stamp != null && stamp.own() && form.isOpaque(directory);
      if (stamp == null || hides || seen == null || !seen.status().isDirectory()) {
        clean(directory);
        if (seen != null || hides) {
          form.makeOpaque(directory);
        }
        Attributes.modified(directory, NodeCopy.time(status));
        return true;
      }
      try (MergedLevel level = lower.level(path, seen.trees())) {
        boolean left = merged(path, directory, level);
        if (!left && !stamp.own() && isUntouched(stamp, directory, path, status, level)) {
          Nodes.removeDirectory(parent, name);
          return false;
        }
      }
      form.makeTransparent(directory);
      Attributes.modified(directory, NodeCopy.time(status));
      return true;
    }
  }

  private boolean isUntouched(
      Stamp stamp, Fd directory, String path, FileStatus status, MergedLevel level)
      throws IOException {
    if (stamp.isExact()) {
      return stamp.isUntouched(status);
    }
    FileStatus before = Attributes.status(level.top());
    return comparison.sameDirectory(level.top(), before, directory, status, path);
  }

  private static Fd open(Fd parent, String name) throws IOException {
    return Opening.at(parent, name, Opening.READ | Opening.DIRECTORY | Opening.NOFOLLOW, 0);
  }

  /// Takes marks out of a directory that no layer has, which overlayfs would not let a container
  /// make.
  private void clean(Fd directory) throws IOException {
    form.makeTransparent(directory);
    for (String name : Nodes.list(directory)) {
      FileStatus status = Attributes.status(directory, name).orElseThrow();
      if (status.isWhiteout()) {
        Nodes.remove(directory, name);
      } else if (status.isDirectory()) {
        try (Fd child = open(directory, name)) {
          clean(child);
          Attributes.modified(child, NodeCopy.time(status));
        }
      }
    }
  }
}
