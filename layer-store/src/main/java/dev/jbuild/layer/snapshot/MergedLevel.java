package dev.jbuild.layer.snapshot;

import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One directory of a stack of trees: what the directories of this path show together, as the
/// kernel's overlayfs documentation has it under "whiteouts and opaque directories".
final class MergedLevel implements AutoCloseable {
  /// A file that is seen.
  ///
  /// @param tree the tree that has it
  /// @param directory where it is in that tree
  /// @param trees for a directory, the trees that have a part of it, topmost first
  record Seen(int tree, Fd directory, FileStatus status, List<Integer> trees) {}

  private final OverlayForm form;
  private final List<Integer> trees;
  private final List<Fd> directories;
  private final Map<String, Seen> seen = new HashMap<>();
  private final Set<String> topWhiteouts = new HashSet<>();

  /// @param directories open and fresh, one for each tree; closed with this object
  MergedLevel(OverlayForm form, List<Integer> trees, List<Fd> directories) throws IOException {
    this.form = form;
    this.trees = trees;
    this.directories = directories;
    Set<String> ended = new HashSet<>();
    for (int i = 0; i < directories.size(); i++) {
      for (String name : Nodes.list(directories.get(i))) {
        if (!ended.contains(name) && add(i, name)) {
          ended.add(name);
        }
      }
    }
  }

  /// Adds what one tree has under a name.
  ///
  /// @return whether it hides what the trees below have
  private boolean add(int i, String name) throws IOException {
    Fd directory = directories.get(i);
    Optional<FileStatus> found = Attributes.status(directory, name);
    if (found.isEmpty()) {
      return false;
    }
    FileStatus status = found.get();
    if (status.isWhiteout()) {
      if (i == 0) {
        topWhiteouts.add(name);
      }
      return true;
    }
    Seen above = seen.get(name);
    if (!status.isDirectory()) {
      if (above == null) {
        seen.put(name, new Seen(trees.get(i), directory, status, List.of()));
      }
      return true;
    }
    if (above == null) {
      above = new Seen(trees.get(i), directory, status, new ArrayList<>());
      seen.put(name, above);
    }
    above.trees.add(trees.get(i));
    return i + 1 < directories.size() && isOpaque(directory, name);
  }

  private boolean isOpaque(Fd parent, String name) throws IOException {
    int flags = Opening.READ | Opening.DIRECTORY | Opening.NOFOLLOW;
    try (Fd directory = Opening.at(parent, name, flags, 0)) {
      return form.isOpaque(directory);
    }
  }

  /// The directory that gives the attributes.
  Fd top() {
    return directories.getFirst();
  }

  Map<String, Seen> seen() {
    return seen;
  }

  @Nullable Seen seen(String name) {
    return seen.get(name);
  }

  /// Names that the topmost tree hides.
  Set<String> topWhiteouts() {
    return topWhiteouts;
  }

  @Override
  public void close() {
    directories.forEach(Fd::close);
  }
}
