package dev.jbuild.layer.diff;

import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.layer.tar.TarWriter;
import dev.jbuild.layer.tree.DeviceStandIn;
import dev.jbuild.layer.tree.Opaqueness;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.layer.tree.PathNames;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes the tar of a directory in overlay form.
///
/// Entries are in the order of names by bytes, a directory before its content; the first name of a
/// file carries it, further ones are hard links. Deletions come as `.wh.NAME`, opaque directories
/// with `.wh..wh..opq` as their first entry, both with zero mode, owner and time. The root has an
/// entry only when it is not what a root is by default (mode 0755, owner 0:0). Sockets are left
/// out. Not for two threads at once.
public final class TreeTar {
  /// What was written.
  ///
  /// @param size sum of the sizes of its regular files
  /// @param opaque paths of the opaque directories
  /// @param standIns paths of the files that stand for devices
  /// @param hasRoot whether there is an entry for the root directory
  public record Totals(
      long entries,
      long size,
      long tarSize,
      SequencedSet<String> opaque,
      SequencedSet<String> standIns,
      boolean hasRoot) {}

  private record FileId(long device, long inode) {}

  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final OverlayForm form;
  private final Opaqueness marks;
  private final @Nullable Instant latest;
  private final TarWriter tar;
  private final byte[] buffer = new byte[256 << 10];
  private final Map<FileId, String> firstNames = new HashMap<>();
  private final TreeSet<String> opaque = new TreeSet<>();
  private final TreeSet<String> standIns = new TreeSet<>();
  private long entries;
  private long size;

  private TreeTar(OverlayForm form, Opaqueness marks, @Nullable Instant latest, OutputStream out) {
    this.form = form;
    this.marks = marks;
    this.latest = latest;
    this.tar = new TarWriter(out);
  }

  /// Writes the tar of a directory whose marks are those that this process writes.
  ///
  /// @param latest files with a later time get this one, on disk too; null leaves all as they are
  /// @throws ContentException.Corrupt when it has a file that no layer can carry
  public static Totals write(
      Path directory, OverlayForm form, @Nullable Instant latest, OutputStream out)
      throws IOException {
    return write(directory, form, (fd, _) -> form.isOpaque(fd), latest, out);
  }

  /// Writes the tar of a directory.
  ///
  /// @param marks tells its opaque directories
  /// @param latest files with a later time get this one, on disk too; null leaves all as they are
  /// @throws ContentException.Corrupt when it has a file that no layer can carry
  public static Totals write(
      Path directory,
      OverlayForm form,
      Opaqueness marks,
      @Nullable Instant latest,
      OutputStream out)
      throws IOException {
    TreeTar tree = new TreeTar(form, marks, latest, out);
    boolean hasRoot;
    try (Fd root = Opening.directory(directory)) {
      FileStatus status = Attributes.status(root);
      Map<String, byte[]> xattrs = tree.xattrs(root, "/");
      hasRoot =
          status.permissions() != 0755
              || status.uid() != 0
              || status.gid() != 0
              || !xattrs.isEmpty();
      if (hasRoot) {
        long seconds = tree.clamp(status.seconds(), () -> {});
        tree.header(TarType.DIRECTORY, "./", status, seconds, 0, "", xattrs);
      }
      tree.children(root, "");
      tree.tar.finish();
    }
    return new Totals(
        tree.entries, tree.size, tree.tar.written(), tree.opaque, tree.standIns, hasRoot);
  }

  private void children(Fd directory, String path) throws IOException {
    List<String> names = Nodes.list(directory);
    names.sort(new NameOrder());
    boolean hides = opaque.contains(path);
    for (String name : names) {
      FileStatus status = DeviceStandIn.status(directory, name).orElse(null);
      if (status == null) {
        throw new ContentException.Corrupt(
            "'" + PathNames.child(path, name) + "' in a layer", "it went away while it was read");
      }
      if (status.isWhiteout()) {
        if (!hides) {
          mark(PathNames.child(path, WHITEOUT + name));
        }
      } else if (name.startsWith(WHITEOUT)) {
        throw new ContentException.Corrupt(
            "'" + PathNames.child(path, name) + "' in a layer",
            "names that begin with .wh. mean deletions in layers; give the file another name");
      } else {
        if (status.isDevice() && DeviceStandIn.isThere(directory, name)) {
          standIns.add(PathNames.child(path, name));
        }
        entry(directory, name, PathNames.child(path, name), status);
      }
    }
  }

  private void entry(Fd parent, String name, String path, FileStatus status) throws IOException {
    long seconds =
        clamp(
            status.seconds(),
            () -> {
              if (latest != null) {
                Attributes.modified(parent, name, latest);
              }
            });
    if (!status.isDirectory() && status.links() > 1) {
      FileId id = new FileId(status.device(), status.inode());
      String first = firstNames.putIfAbsent(id, path);
      if (first != null) {
        header(TarType.HARD_LINK, path, status, seconds, 0, first, Map.of());
        return;
      }
    }
    switch (status.type()) {
      case Nodes.S_IFREG -> file(parent, name, path, status, seconds);
      case Nodes.S_IFDIR -> directory(parent, name, path, status, seconds);
      case Nodes.S_IFLNK ->
          named(TarType.SYMLINK, parent, name, path, status, seconds, Nodes.readLink(parent, name));
      case Nodes.S_IFCHR ->
          named(TarType.CHARACTER_DEVICE, parent, name, path, status, seconds, "");
      case Nodes.S_IFBLK -> named(TarType.BLOCK_DEVICE, parent, name, path, status, seconds, "");
      case Nodes.S_IFIFO -> named(TarType.FIFO, parent, name, path, status, seconds, "");
      default -> {} // a socket, which means nothing without the process that listens on it
    }
  }

  private void named(
      TarType type,
      Fd parent,
      String name,
      String path,
      FileStatus status,
      long seconds,
      String link)
      throws IOException {
    header(type, path, status, seconds, 0, link, form.read(parent, name, path));
  }

  private void directory(Fd parent, String name, String path, FileStatus status, long seconds)
      throws IOException {
    int flags = Opening.READ | Opening.DIRECTORY | Opening.NOFOLLOW;
    try (Fd fd = Opening.at(parent, name, flags, 0)) {
      header(TarType.DIRECTORY, path + "/", status, seconds, 0, "", xattrs(fd, path));
      if (marks.hides(fd, path)) {
        opaque.add(path);
        mark(PathNames.child(path, OPAQUE));
      }
      children(fd, path);
    }
  }

  private void file(Fd parent, String name, String path, FileStatus status, long seconds)
      throws IOException {
    int flags = Opening.READ | Opening.NOFOLLOW | Opening.NONBLOCK;
    try (Fd fd = Opening.at(parent, name, flags, 0)) {
      header(TarType.FILE, path, status, seconds, status.size(), "", xattrs(fd, path));
      long left = status.size();
      while (left > 0) {
        int got = fd.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (got < 0) {
          throw new ContentException.Corrupt(
              "'" + path + "' in a layer", "it became shorter while it was read");
        }
        tar.content(buffer, 0, got);
        left -= got;
      }
      tar.pad();
      size += status.size();
    }
  }

  private Map<String, byte[]> xattrs(Fd file, String path) throws IOException {
    List<String> names = Xattrs.list(file);
    if (names.isEmpty()) {
      return Map.of();
    }
    form.refuseMoved(names, path);
    Map<String, byte[]> result = new TreeMap<>();
    for (String name : names) {
      if (OverlayForm.belongsToFile(name)) {
        result.put(name, Xattrs.get(file, name).orElse(new byte[0]));
      }
    }
    return result;
  }

  /// Writes a deletion or opaque mark.
  private void mark(String path) throws IOException {
    entries++;
    tar.header(new TarEntry(TarType.FILE, path, 0, 0, 0, 0, 0, 0, "", 0, 0, false, Map.of()));
  }

  private void header(
      TarType type,
      String path,
      FileStatus status,
      long seconds,
      long length,
      String link,
      Map<String, byte[]> xattrs)
      throws IOException {
    entries++;
    boolean device = type == TarType.CHARACTER_DEVICE || type == TarType.BLOCK_DEVICE;
    tar.header(
        new TarEntry(
            type,
            path,
            status.permissions(),
            status.uid(),
            status.gid(),
            seconds,
            0,
            length,
            link,
            device ? status.major() : 0,
            device ? status.minor() : 0,
            false,
            xattrs));
  }

  /// Sets a time on disk.
  @FunctionalInterface
  private interface SetTime {
    void run() throws IOException;
  }

  private long clamp(long seconds, SetTime onDisk) throws IOException {
    if (latest == null || seconds < latest.getEpochSecond()) {
      return seconds;
    }
    onDisk.run();
    return latest.getEpochSecond();
  }
}
