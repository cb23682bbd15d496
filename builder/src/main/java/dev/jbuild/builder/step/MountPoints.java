package dev.jbuild.builder.step;

import dev.jbuild.builder.ExecMount;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.TreeWriter;
import dev.jbuild.layer.UnionView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The places in a root that are covered by mounts while a command runs. An executor has to make
/// those that are missing; they are not what the command did, so they are taken out of the layer
/// afterwards, and directories they stand in get their times back.
///
/// Only what is empty is removed: what the command left there on purpose stays.
final class MountPoints {
  private static final List<String> OF_EVERY_COMMAND =
      List.of("/dev", "/proc", "/sys", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

  private final LayerDraft draft;
  private final List<Layer> parents;

  /// Paths that were missing, the deepest of each branch last.
  private final List<String> missing;

  /// Directories in which something was missing, with what they were before.
  private final SequencedMap<String, TreeEntry> holders;

  private MountPoints(
      LayerDraft draft,
      List<Layer> parents,
      List<String> missing,
      SequencedMap<String, TreeEntry> holders) {
    this.draft = draft;
    this.parents = parents;
    this.missing = missing;
    this.holders = holders;
  }

  /// Looks at the root before the command runs.
  static MountPoints before(LayerDraft draft, List<Layer> parents, List<ExecMount> mounts)
      throws IOException {
    List<String> targets = new ArrayList<>(OF_EVERY_COMMAND);
    for (ExecMount mount : mounts) {
      targets.add(mount.target());
    }
    UnionView view = draft.view();
    List<String> missing = new ArrayList<>();
    SequencedMap<String, TreeEntry> holders = new LinkedHashMap<>();
    for (String target : targets) {
      String path = view.resolve(target, true);
      for (String p = path; !p.equals("/"); p = parent(p)) {
        if (view.stat(p).isPresent()) {
          break;
        }
        if (!missing.contains(p)) {
          missing.add(p);
        }
        Optional<TreeEntry> holder = view.stat(parent(p));
        if (holder.isPresent()) {
          holders.putIfAbsent(parent(p), holder.get());
        }
      }
    }
    missing.sort((a, b) -> Integer.compare(b.length(), a.length()));
    return new MountPoints(draft, parents, missing, holders);
  }

  /// Takes out of the draft what was made for mounts alone.
  void removeUnused() throws IOException {
    UnionView view = draft.view();
    TreeWriter tree = draft.tree();
    boolean removed = false;
    for (String path : missing) {
      Optional<TreeEntry> entry = view.stat(path);
      if (entry.isPresent() && isEmpty(view, entry.get())) {
        tree.remove(path);
        removed = true;
      }
    }
    if (!removed) {
      return;
    }
    for (Map.Entry<String, TreeEntry> holder : holders.entrySet()) {
      restore(view, tree, holder.getKey(), holder.getValue());
    }
  }

  private static boolean isEmpty(UnionView view, TreeEntry entry) throws IOException {
    if (entry.isDirectory()) {
      return view.list(entry.path()).isEmpty();
    }
    return entry.isFile() && entry.size() == 0;
  }

  /// Gives a directory its time back, if nothing else of it changed.
  private void restore(UnionView view, TreeWriter tree, String path, TreeEntry before)
      throws IOException {
    Optional<TreeEntry> now = view.stat(path);
    if (now.isEmpty() || !now.get().isDirectory() || !names(view, path).equals(namesBefore(path))) {
      return;
    }
    FileAttributes attributes = now.get().attributes();
    if (attributes.withModified(before.modified()).equals(before.attributes())) {
      tree.directory(path, before.attributes());
    }
  }

  private static List<String> names(UnionView view, String path) throws IOException {
    return view.list(path).stream().map(TreeEntry::name).toList();
  }

  private List<String> namesBefore(String path) throws IOException {
    UnionView below = UnionView.of(parents);
    Optional<TreeEntry> entry = below.stat(path);
    return entry.isPresent() && entry.get().isDirectory() ? names(below, path) : List.of();
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
