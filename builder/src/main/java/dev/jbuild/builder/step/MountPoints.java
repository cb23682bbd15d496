package dev.jbuild.builder.step;

import dev.jbuild.builder.ExecMount;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The places in a root that are covered by mounts while a command runs. An executor has to make
/// those that are missing; they are not what the command did, so they are taken out of the layer
/// afterwards. Directories they stand in get their times back, or leave the layer when the command
/// did nothing in them.
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

  /// What the draft had in these directories before.
  private final Map<String, Set<String>> namesBefore;

  private MountPoints(
      LayerDraft draft,
      List<Layer> parents,
      List<String> missing,
      SequencedMap<String, TreeEntry> holders,
      Map<String, Set<String>> namesBefore) {
    this.draft = draft;
    this.parents = parents;
    this.missing = missing;
    this.holders = holders;
    this.namesBefore = namesBefore;
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
    Map<String, Set<String>> names = new HashMap<>();
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
          names.putIfAbsent(parent(p), inDraft(draft, holder.get()));
        }
      }
    }
    missing.sort((a, b) -> Integer.compare(b.length(), a.length()));
    return new MountPoints(draft, parents, missing, holders, names);
  }

  /// Takes out of the draft what was made for mounts alone. No process is left that could change
  /// the draft meanwhile, and [TreeEntry#location] leads through no links.
  void removeUnused() throws IOException {
    UnionView view = draft.view();
    for (String path : missing) {
      Optional<TreeEntry> entry = view.stat(path);
      if (entry.isPresent() && isEmpty(view, entry.get())) {
        Files.delete(entry.get().location());
      }
    }
    for (Map.Entry<String, TreeEntry> holder : holders.entrySet()) {
      String path = holder.getKey();
      while (!path.equals("/") && dropUntouched(view, path)) {
        path = parent(path);
      }
      restoreTime(view, holder.getKey(), holder.getValue());
    }
  }

  private static boolean isEmpty(UnionView view, TreeEntry entry) throws IOException {
    if (entry.isDirectory()) {
      return view.list(entry.path()).isEmpty();
    }
    return entry.isFile() && entry.size() == 0;
  }

  /// Making a mount point copies the directories above it up into the draft; those in which the
  /// command did nothing go again.
  private boolean dropUntouched(UnionView view, String path) throws IOException {
    Optional<TreeEntry> now = view.stat(path);
    Optional<TreeEntry> below = UnionView.of(parents).stat(path);
    if (now.isEmpty()
        || below.isEmpty()
        || !isInDraft(now.get())
        || !inDraft(draft, now.get()).isEmpty()) {
      return false;
    }
    // An opaque directory is empty in the draft, too.
    if (!isSameButForTime(now.get(), below.get())
        || !names(view, path).equals(names(UnionView.of(parents), path))) {
      return false;
    }
    Files.delete(now.get().location());
    return true;
  }

  /// Gives a directory its time back that the command left as it was.
  private void restoreTime(UnionView view, String path, TreeEntry before) throws IOException {
    Optional<TreeEntry> now = view.stat(path);
    if (now.isPresent()
        && isInDraft(now.get())
        && isSameButForTime(now.get(), before)
        && inDraft(draft, now.get()).equals(namesBefore.get(path))) {
      Files.setLastModifiedTime(now.get().location(), FileTime.from(before.modified()));
    }
  }

  private boolean isInDraft(TreeEntry entry) {
    return entry.isDirectory() && entry.location().startsWith(draft.directory());
  }

  private static boolean isSameButForTime(TreeEntry now, TreeEntry before) {
    return before.isDirectory()
        && now.attributes().withModified(before.modified()).equals(before.attributes());
  }

  /// The names that the draft itself has in a directory.
  private static Set<String> inDraft(LayerDraft draft, TreeEntry directory) throws IOException {
    Set<String> names = new HashSet<>();
    if (directory.isDirectory() && directory.location().startsWith(draft.directory())) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.location())) {
        files.forEach(f -> names.add(f.getFileName().toString()));
      } catch (DirectoryIteratorException e) {
        throw Objects.requireNonNull(e.getCause());
      }
    }
    return names;
  }

  private static List<String> names(UnionView view, String path) throws IOException {
    return view.list(path).stream().map(TreeEntry::name).toList();
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
