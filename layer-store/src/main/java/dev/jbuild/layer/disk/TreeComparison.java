package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds where a layer's tree is not as it was unpacked. It is compared with a tree that was
/// unpacked anew on the same file system, with all but the content of the files, whose digests are
/// known.
final class TreeComparison {
  /// The first difference, and how many files there are that differ.
  ///
  /// @param first such as `'etc/passwd' has other bytes`; empty when nothing differs
  record Result(String first, int files) {}

  private static final int READING = Opening.READ | Opening.NOFOLLOW | Opening.NONBLOCK;

  private final ContentDigests contents;
  private final OverlayForm form;
  private final Opaqueness marks;
  private final Map<Long, Long> links = new HashMap<>();
  private String first = "";
  private int files;

  private TreeComparison(ContentDigests contents, OverlayForm form, Opaqueness marks) {
    this.contents = contents;
    this.marks = marks;
    this.form = form;
  }

  /// @param marks tells the opaque directories of the tree that is looked at
  static Result of(
      Path expected, ContentDigests contents, Path actual, OverlayForm form, Opaqueness marks)
      throws IOException {
    TreeComparison comparison = new TreeComparison(contents, form, marks);
    try (Fd wanted = Opening.directory(expected);
        Fd found = Opening.directory(actual)) {
      comparison.note(
          "", comparison.attributes(Attributes.status(wanted), Attributes.status(found)));
      comparison.directories(wanted, found, "");
    }
    return new Result(comparison.first, comparison.files);
  }

  private void note(String path, String difference) {
    if (!difference.isEmpty()) {
      files++;
      if (first.isEmpty()) {
        first = "'/" + path + "' " + difference;
      }
    }
  }

  private void directories(Fd wanted, Fd found, String path) throws IOException {
    TreeSet<String> names = new TreeSet<>(Nodes.list(wanted));
    names.addAll(Nodes.list(found));
    for (String name : names) {
      String child = PathNames.child(path, name);
      Optional<FileStatus> one = DeviceStandIn.status(wanted, name);
      Optional<FileStatus> other = DeviceStandIn.status(found, name);
      if (other.isEmpty()) {
        note(child, "is missing");
      } else if (one.isEmpty()) {
        note(child, "does not belong to it");
      } else {
        files(wanted, one.get(), found, other.get(), name, child);
      }
    }
  }

  private void files(
      Fd wanted, FileStatus one, Fd found, FileStatus other, String name, String path)
      throws IOException {
    String difference = attributes(one, other);
    if (difference.isEmpty() && !isSameFile(one, other)) {
      difference = "is another file than its other names";
    }
    if (difference.isEmpty() && !sameExtended(wanted, found, name)) {
      difference = "has other extended attributes";
    }
    if (difference.isEmpty() && one.isSymlink()) {
      String target = Nodes.readLink(found, name);
      difference = target.equals(Nodes.readLink(wanted, name)) ? "" : "points to '" + target + "'";
    }
    if (difference.isEmpty() && one.isFile()) {
      difference = content(wanted, one, found, other, name);
    }
    note(path, difference);
    if (one.isDirectory() && other.isDirectory()) {
      int flags = Opening.READ | Opening.DIRECTORY | Opening.NOFOLLOW;
      try (Fd inWanted = Opening.at(wanted, name, flags, 0);
          Fd inFound = Opening.at(found, name, flags, 0)) {
        boolean hides = marks.hides(inFound, path);
        if (form.isOpaque(inWanted) != hides) {
          note(path, hides ? "hides what is below" : "shows what is below");
        }
        directories(inWanted, inFound, path);
      }
    }
  }

  private String attributes(FileStatus one, FileStatus other) {
    if (one.type() != other.type()
        || one.major() != other.major()
        || one.minor() != other.minor()) {
      return "is of another kind";
    }
    if (one.permissions() != other.permissions()) {
      return "has mode 0%o instead of 0%o".formatted(other.permissions(), one.permissions());
    }
    if (one.uid() != other.uid() || one.gid() != other.gid()) {
      return "belongs to %d:%d instead of %d:%d"
          .formatted(other.uid(), other.gid(), one.uid(), one.gid());
    }
    boolean sameTime = one.seconds() == other.seconds() && one.nanos() == other.nanos();
    return sameTime || one.isWhiteout() ? "" : "has another modification time";
  }

  /// Whether names of one file are names of one file in both trees.
  private boolean isSameFile(FileStatus one, FileStatus other) {
    if (one.isDirectory() || one.links() == 1) {
      return true;
    }
    Long known = links.putIfAbsent(one.inode(), other.inode());
    return known == null || known == other.inode();
  }

  private static boolean sameExtended(Fd wanted, Fd found, String name) throws IOException {
    Map<String, byte[]> one = extended(wanted, name);
    Map<String, byte[]> other = extended(found, name);
    return one.keySet().equals(other.keySet())
        && one.keySet().stream().allMatch(key -> Arrays.equals(one.get(key), other.get(key)));
  }

  private static Map<String, byte[]> extended(Fd parent, String name) throws IOException {
    List<String> names = Xattrs.list(parent, name);
    Map<String, byte[]> result = new TreeMap<>();
    for (String attribute : names) {
      if (OverlayForm.belongsToFile(attribute)) {
        result.put(attribute, Xattrs.get(parent, name, attribute).orElse(new byte[0]));
      }
    }
    return result;
  }

  private String content(Fd wanted, FileStatus one, Fd found, FileStatus other, String name)
      throws IOException {
    ContentDigests.Content known = contents.byInode().get(one.inode());
    long size = known == null ? one.size() : known.size();
    if (other.size() != size) {
      return "has %d bytes instead of %d".formatted(other.size(), size);
    }
    try (Fd file = Opening.at(found, name, READING, 0)) {
      return contents.of(file).equals(known == null ? written(wanted, name) : known.digest())
          ? ""
          : "has other bytes";
    }
  }

  /// Of a file that was copied from a layer below.
  private Digest written(Fd wanted, String name) throws IOException {
    try (Fd file = Opening.at(wanted, name, READING, 0)) {
      return contents.of(file);
    }
  }
}
