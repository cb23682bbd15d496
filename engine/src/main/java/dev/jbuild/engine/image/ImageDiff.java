package dev.jbuild.engine.image;

import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one image has that another has not: files, as the images show them, and settings.
///
/// Files are the same when kind, permissions, owner, content, link target, device number and
/// extended attributes are; with times only when asked for, since every build changes those. Files
/// of layers that both images have are not read.
///
/// @param sizeBefore sum of the sizes of all files of the first image, those with several names
///   once
/// @param sizeAfter the same of the second image
public record ImageDiff(
    String first,
    String second,
    List<Change> files,
    List<Setting> settings,
    long sizeBefore,
    long sizeAfter) {
  /// How a file differs.
  public enum Kind {
    ADDED,
    CHANGED,
    DELETED
  }

  /// One file that differs.
  ///
  /// @param before bytes in the first image, 0 when it is not there
  /// @param after bytes in the second image, 0 when it is not there
  /// @param what which of its properties differ, such as `content` or `mode`; empty when it is only
  ///   in one
  public record Change(Kind kind, String path, long before, long after, List<String> what) {
    public Change {
      what = List.copyOf(what);
    }
  }

  /// One setting that differs.
  ///
  /// @param name such as `Cmd`, `Env A` or `Labels version`
  /// @param before the value as text or JSON, empty when it is not set
  /// @param after the value as text or JSON, empty when it is not set
  public record Setting(String name, String before, String after) {}

  public ImageDiff {
    files = List.copyOf(files);
    settings = List.copyOf(settings);
  }

  /// Compares two images.
  ///
  /// @param times whether modification times count
  public static ImageDiff of(StoredImage first, StoredImage second, boolean times)
      throws IOException {
    List<TreeEntry> before = entries(first);
    List<TreeEntry> after = entries(second);
    List<Change> changes =
        new Comparison(UnionView.of(first.layers()), UnionView.of(second.layers()), times)
            .run(before, after);
    return new ImageDiff(
        first.shown(),
        second.shown(),
        changes,
        ConfigDiff.of(first.config(), second.config()),
        size(before),
        size(after));
  }

  private static long size(List<TreeEntry> entries) {
    Set<Long> linked = new HashSet<>();
    return entries.stream()
        .filter(entry -> entry.links() < 2 || linked.add(entry.inode()))
        .mapToLong(TreeEntry::size)
        .sum();
  }

  private static List<TreeEntry> entries(StoredImage image) throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    UnionView.of(image.layers())
        .walk(
            "/",
            entry -> {
              entries.add(entry);
              return true;
            });
    entries.sort((a, b) -> a.path().compareTo(b.path()));
    return entries;
  }

  /// Whether nothing differs.
  public boolean isEmpty() {
    return files.isEmpty() && settings.isEmpty();
  }

  /// The same as JSON.
  public JsonObject toJson() {
    List<JsonObject> changes = new ArrayList<>();
    for (Change change : files) {
      changes.add(
          JsonObject.builder()
              .put("Kind", change.kind().name().toLowerCase(java.util.Locale.ROOT))
              .put("Path", change.path())
              .put("SizeBefore", change.before())
              .put("SizeAfter", change.after())
              .put("Differs", change.what())
              .build());
    }
    List<JsonObject> all = new ArrayList<>();
    for (Setting setting : settings) {
      all.add(
          JsonObject.builder()
              .put("Name", setting.name())
              .put("Before", setting.before())
              .put("After", setting.after())
              .build());
    }
    return JsonObject.builder()
        .put("First", first)
        .put("Second", second)
        .put("SizeBefore", sizeBefore)
        .put("SizeAfter", sizeAfter)
        .put("Files", changes)
        .put("Config", all)
        .build();
  }

  /// A walk through both lists of files at once.
  private record Comparison(UnionView first, UnionView second, boolean times) {
    List<Change> run(List<TreeEntry> before, List<TreeEntry> after) throws IOException {
      List<Change> changes = new ArrayList<>();
      Iterator<TreeEntry> left = before.iterator();
      Iterator<TreeEntry> right = after.iterator();
      TreeEntry a = next(left);
      TreeEntry b = next(right);
      while (a != null || b != null) {
        int order = a == null ? 1 : b == null ? -1 : a.path().compareTo(b.path());
        if (order < 0 && a != null) {
          changes.add(new Change(Kind.DELETED, a.path(), a.size(), 0, List.of()));
          a = next(left);
        } else if (order > 0 && b != null) {
          changes.add(new Change(Kind.ADDED, b.path(), 0, b.size(), List.of()));
          b = next(right);
        } else if (a != null && b != null) {
          List<String> what = differences(a, b);
          if (!what.isEmpty()) {
            changes.add(new Change(Kind.CHANGED, a.path(), a.size(), b.size(), what));
          }
          a = next(left);
          b = next(right);
        }
      }
      return changes;
    }

    private static @Nullable TreeEntry next(Iterator<TreeEntry> entries) {
      return entries.hasNext() ? entries.next() : null;
    }

    private List<String> differences(TreeEntry a, TreeEntry b) throws IOException {
      if (a.location().equals(b.location())) {
        return List.of(); // one file of a layer that both have
      }
      List<String> what = new ArrayList<>();
      if (a.kind() != b.kind()) {
        return List.of("kind");
      }
      if (a.mode() != b.mode()) {
        what.add("mode");
      }
      if (a.uid() != b.uid() || a.gid() != b.gid()) {
        what.add("owner");
      }
      if (!a.target().equals(b.target())) {
        what.add("target");
      }
      if (a.device() != b.device()) {
        what.add("device");
      }
      if (a.isFile() && !sameContent(a, b)) {
        what.add("content");
      }
      if (!sameAttributes(a, b)) {
        what.add("xattrs");
      }
      if (times && !a.isDirectory() && !a.modified().equals(b.modified())) {
        what.add("time");
      }
      return what;
    }

    private static boolean sameAttributes(TreeEntry a, TreeEntry b) throws IOException {
      Map<String, byte[]> left = UnionView.attributes(a).xattrs();
      Map<String, byte[]> right = UnionView.attributes(b).xattrs();
      return left.keySet().equals(right.keySet())
          && left.keySet().stream()
              .allMatch(name -> Arrays.equals(left.get(name), right.get(name)));
    }

    private boolean sameContent(TreeEntry a, TreeEntry b) throws IOException {
      if (a.size() != b.size()) {
        return false;
      }
      try (InputStream one = first.open(a.path());
          InputStream other = second.open(b.path())) {
        byte[] left = new byte[64 << 10];
        byte[] right = new byte[64 << 10];
        while (true) {
          int length = one.readNBytes(left, 0, left.length);
          int read = other.readNBytes(right, 0, right.length);
          if (length != read || !Arrays.equals(left, 0, length, right, 0, read)) {
            return false;
          }
          if (length == 0) {
            return true;
          }
        }
      }
    }
  }
}
