package dev.jbuild.builder.copy;

import dev.jbuild.builder.tree.Entry;
import dev.jbuild.builder.tree.Selection;
import dev.jbuild.dockerfile.plan.ModeChange;
import dev.jbuild.layer.Accounts;
import dev.jbuild.layer.Archives;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.TreeWriter;
import dev.jbuild.layer.UnionView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Copies selections into a layer draft by the rules of `COPY`.
///
/// A file goes into a destination that is a directory under its own name, and becomes the
/// destination otherwise. Of a directory the content is copied, never itself; directories that the
/// image has stay as they are. Missing parents are made with mode 0755. Links in the destination
/// are followed inside the image; links in a source are copied as links. Files with several names
/// in one source stay one file.
///
/// Belongs to one step and one thread.
public final class Copier {
  private static final int DIRECTORY_MODE = 0755;

  private final TreeWriter tree;
  private final UnionView view;
  private final Accounts.@Nullable Owner owner;
  private final @Nullable ModeChange mode;
  private final Instant now;

  /// What this copier wrote, so that the disk need not be asked whether something is there.
  private final Map<String, Entry.Type> written = new HashMap<>();

  /// Directories that were not there before: all that is in them is in `written`.
  private final Set<String> fresh = new HashSet<>();

  /// A copier into a draft.
  ///
  /// @param owner who gets everything that is made, null to keep the owners of the source
  /// @param mode what happens to the modes of what is copied, null for nothing
  /// @param now the time that directories show which are made on the way
  public Copier(
      LayerDraft draft, Accounts.@Nullable Owner owner, @Nullable ModeChange mode, Instant now)
      throws IOException {
    this.tree = draft.tree();
    this.view = draft.view();
    this.owner = owner;
    this.mode = mode;
    this.now = now;
  }

  /// Makes a directory and its missing parents, and says where it is when links are followed.
  ///
  /// @throws IOException when something else is there
  public String directory(String path) throws IOException {
    String place = view.resolve(path, true);
    Entry.Type there = at(place);
    if (there == Entry.Type.DIRECTORY) {
      return place;
    }
    if (there != null) {
      throw new IOException("'" + path + "' in the image is not a directory");
    }
    tree.directories(place, attributesOfMade());
    for (String p = place; !p.equals("/") && at(p) == null; p = parent(p)) {
      written.put(p, Entry.Type.DIRECTORY);
      fresh.add(p);
    }
    return place;
  }

  private FileAttributes attributesOfMade() {
    return owner == null
        ? FileAttributes.of(DIRECTORY_MODE, 0, 0, now)
        : FileAttributes.of(DIRECTORY_MODE, owner.uid(), owner.gid(), now);
  }

  /// Copies one selection to a destination, which ends in `/` when it must be a directory.
  public void copy(Selection source, String destination) throws IOException {
    if (destination.endsWith("/") || source.top().isDirectory()) {
      String directory = directory(destination);
      if (source.top().isDirectory()) {
        copyContent(source, directory);
      } else {
        copyInto(source, directory);
      }
      return;
    }
    String place = view.resolve(destination, true);
    if (at(place) == Entry.Type.DIRECTORY) {
      copyInto(source, place);
      return;
    }
    directory(parent(place));
    write(source, source.items().getFirst(), place, new HashMap<>());
  }

  /// Unpacks a source that is an archive into the destination, which becomes a directory.
  ///
  /// @return false when it is no archive; nothing was done then
  public boolean unpack(Selection source, String destination) throws IOException {
    Entry file = source.top();
    if (!file.isFile()) {
      return false;
    }
    try (InputStream in = source.tree().open(file)) {
      if (!Archives.isArchive(in)) {
        return false;
      }
    }
    String directory = directory(destination);
    try (InputStream in = source.tree().open(file)) {
      tree.unpack(in, directory, a -> owner == null ? a : a.withOwner(owner.uid(), owner.gid()));
    }
    source.tree().verifyUnchanged(file);
    written.clear();
    fresh.clear();
    return true;
  }

  private void copyInto(Selection source, String directory) throws IOException {
    write(source, source.items().getFirst(), join(directory, source.name()), new HashMap<>());
  }

  private void copyContent(Selection source, String directory) throws IOException {
    Map<String, String> linked = new HashMap<>();
    for (Selection.Item item : source.items()) {
      if (!item.relative().isEmpty()) {
        write(source, item, join(directory, item.relative()), linked);
      }
    }
  }

  /// Writes one entry at a path that has no links in it but perhaps the last component.
  ///
  /// @param linked where files with several names were written first, by their number
  private void write(Selection source, Selection.Item item, String path, Map<String, String> linked)
      throws IOException {
    Entry entry = item.entry();
    Entry.Type there = at(path);
    if (entry.isDirectory()) {
      if (there == Entry.Type.DIRECTORY) {
        return;
      }
      if (there != null) {
        throw new IOException(
            "directory '%s' cannot replace '%s', which is no directory in the image"
                .formatted(item.relative(), path));
      }
      tree.directory(path, attributes(source, entry));
      fresh.add(path);
    } else {
      if (there == Entry.Type.DIRECTORY) {
        throw new IOException(
            "'%s' cannot replace '%s', which is a directory in the image"
                .formatted(entry.path(), path));
      }
      writeFile(source, entry, path, linked);
    }
    written.put(path, entry.type());
  }

  private void writeFile(Selection source, Entry entry, String path, Map<String, String> linked)
      throws IOException {
    if (entry.links() > 1) {
      String first = linked.putIfAbsent(entry.device() + ":" + entry.inode(), path);
      if (first != null) {
        tree.hardLink(path, first);
        return;
      }
    }
    FileAttributes attributes = attributes(source, entry);
    switch (entry.type()) {
      case FILE -> {
        Optional<Path> location = source.tree().location(entry);
        if (location.isPresent()) {
          tree.file(path, attributes, location.get());
        } else {
          try (InputStream in = source.tree().open(entry)) {
            tree.file(path, attributes, in);
          }
        }
        source.tree().verifyUnchanged(entry);
      }
      case SYMLINK -> tree.symlink(path, entry.target(), attributes);
      case CHARACTER_DEVICE -> special(path, FileKind.CHARACTER_DEVICE, entry, attributes);
      case BLOCK_DEVICE -> special(path, FileKind.BLOCK_DEVICE, entry, attributes);
      case PIPE -> special(path, FileKind.FIFO, entry, attributes);
      case DIRECTORY -> throw new IllegalStateException(path + " is a directory");
    }
  }

  private void special(String path, FileKind kind, Entry entry, FileAttributes attributes)
      throws IOException {
    tree.special(path, kind, (int) (entry.special() >>> 32), (int) entry.special(), attributes);
  }

  private FileAttributes attributes(Selection source, Entry entry) throws IOException {
    int bits =
        mode == null || entry.isSymlink()
            ? entry.mode()
            : mode.apply(entry.mode(), entry.isDirectory());
    return new FileAttributes(
        bits,
        owner == null ? entry.uid() : owner.uid(),
        owner == null ? entry.gid() : owner.gid(),
        entry.modified(),
        source.tree().attributes(entry));
  }

  private Entry.@Nullable Type at(String path) throws IOException {
    Entry.Type known = written.get(path);
    if (known != null || path.equals("/")) {
      return path.equals("/") ? Entry.Type.DIRECTORY : known;
    }
    if (fresh.contains(parent(path))) {
      return null;
    }
    Optional<TreeEntry> there = view.stat(path);
    if (there.isEmpty()) {
      return null;
    }
    return there.get().isDirectory() ? Entry.Type.DIRECTORY : Entry.Type.FILE;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private static String join(String directory, String name) {
    return directory.equals("/") ? "/" + name : directory + "/" + name;
  }
}
