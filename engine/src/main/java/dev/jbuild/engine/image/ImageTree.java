package dev.jbuild.engine.image;

import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerFiles;
import dev.jbuild.layer.TreeEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What each layer of an image adds, changes and deletes, and which bytes are carried along though
/// nobody can see them: those of files that a layer above replaces or deletes.
///
/// The efficiency is the share of the stored bytes that a container sees; 1 when nothing is there
/// for nothing. Bytes of a file with several names count once, and are hidden with its last name.
///
/// @param layers lowest first
/// @param waste paths with bytes that are not seen, most first
/// @param total bytes of all files in all layers
/// @param seen bytes of the files that a container sees
public record ImageTree(List<Part> layers, List<Waste> waste, long total, long seen) {
  /// One layer.
  ///
  /// @param instruction what made it, as the history tells
  /// @param changes its files, by path
  /// @param size bytes of its files
  /// @param hides bytes of files below that it replaces or deletes
  public record Part(
      String diffId, String instruction, List<Change> changes, long size, long hides) {
    public Part {
      changes = List.copyOf(changes);
    }

    /// How many of its changes are of a kind.
    public long count(ImageDiff.Kind kind) {
      return changes.stream().filter(c -> c.kind() == kind && !c.directory()).count();
    }
  }

  /// One file in a layer.
  public record Change(ImageDiff.Kind kind, String path, long size, boolean directory) {}

  /// A path whose bytes are in the image more than once, or for nothing.
  ///
  /// @param versions in how many layers it is, deletions included
  /// @param bytes those that are not seen
  public record Waste(String path, int versions, long bytes) {}

  public ImageTree {
    layers = List.copyOf(layers);
    waste = List.copyOf(waste);
  }

  /// A file of one layer: its bytes, and how many of its names can still be seen.
  private static final class Bytes {
    final long size;
    int names;

    Bytes(long size) {
      this.size = size;
    }
  }

  /// What is known of one path while layers are gone through.
  private static final class Versions {
    int number;
    long hidden;
    boolean directory;
    @Nullable Bytes current;
    boolean there;

    /// Takes the path out of sight.
    ///
    /// @return the bytes that nobody sees any more
    long hide() {
      there = false;
      Bytes bytes = current;
      current = null;
      if (bytes == null || --bytes.names > 0) {
        return 0;
      }
      hidden += bytes.size;
      return bytes.size;
    }
  }

  /// Looks at an image.
  public static ImageTree of(StoredImage image) throws IOException {
    List<Part> parts = new ArrayList<>();
    NavigableMap<String, Versions> paths = new TreeMap<>();
    List<String> instructions = instructions(image);
    long total = 0;
    for (int i = 0; i < image.layers().size(); i++) {
      Layer layer = image.layers().get(i);
      String instruction = i < instructions.size() ? instructions.get(i) : "";
      Part part = part(layer, instruction, paths);
      parts.add(part);
      total += part.size();
    }
    List<Waste> waste = new ArrayList<>();
    long wasted = 0;
    for (Map.Entry<String, Versions> path : paths.entrySet()) {
      Versions versions = path.getValue();
      if (versions.hidden > 0) {
        waste.add(new Waste(path.getKey(), versions.number, versions.hidden));
        wasted += versions.hidden;
      }
    }
    waste.sort(Comparator.comparingLong(Waste::bytes).reversed().thenComparing(Waste::path));
    return new ImageTree(parts, waste, total, total - wasted);
  }

  private static List<String> instructions(StoredImage image) {
    List<String> made = new ArrayList<>();
    for (HistoryEntry entry : image.config().history()) {
      if (!entry.emptyLayer()) {
        made.add(entry.createdBy().isEmpty() ? entry.comment() : entry.createdBy());
      }
    }
    return made;
  }

  /// Goes through one layer as it is on disk, deletions included.
  private static Part part(Layer layer, String instruction, NavigableMap<String, Versions> paths)
      throws IOException {
    LayerWalk walk = new LayerWalk(paths);
    for (String opaque : layer.opaque()) {
      walk.hideBelow("/" + opaque);
    }
    LayerFiles.walk(
        layer,
        entry -> {
          walk.visit(entry);
          return true;
        });
    return new Part(layer.diffId().toString(), instruction, walk.changes, walk.size, walk.hides);
  }

  /// One layer on its way through.
  private static final class LayerWalk {
    private final NavigableMap<String, Versions> paths;
    private final List<Change> changes = new ArrayList<>();
    private final Map<Long, Bytes> linked = new HashMap<>();
    private long size;
    private long hides;

    LayerWalk(NavigableMap<String, Versions> paths) {
      this.paths = paths;
    }

    void visit(TreeEntry entry) {
      if (LayerFiles.isDeletion(entry)) {
        delete(entry.path());
        return;
      }
      Versions versions = paths.computeIfAbsent(entry.path(), _ -> new Versions());
      ImageDiff.Kind kind = versions.there ? ImageDiff.Kind.CHANGED : ImageDiff.Kind.ADDED;
      if (versions.there && !entry.isDirectory()) {
        hideBelow(entry.path()); // it may have been a directory
      }
      hides += versions.hide();
      versions.there = true;
      versions.directory = entry.isDirectory();
      if (!entry.isDirectory()) {
        versions.number++;
        versions.current = bytes(entry);
      }
      changes.add(new Change(kind, entry.path(), entry.size(), entry.isDirectory()));
    }

    /// The bytes of a file, which count for the first of its names.
    private Bytes bytes(TreeEntry entry) {
      Bytes bytes = entry.links() > 1 ? linked.get(entry.inode()) : null;
      if (bytes == null) {
        bytes = new Bytes(entry.size());
        size += entry.size();
        linked.put(entry.inode(), bytes);
      }
      bytes.names++;
      return bytes;
    }

    private void delete(String path) {
      hideBelow(path);
      Versions versions = paths.get(path);
      if (versions != null && versions.there) {
        hide(path, versions);
      }
    }

    /// Everything below a directory is no longer seen.
    void hideBelow(String directory) {
      paths
          .subMap(directory + "/", directory + (char) ('/' + 1))
          .forEach((path, versions) -> {
            if (versions.there) {
              hide(path, versions);
            }
          });
    }

    private void hide(String path, Versions versions) {
      long hidden = versions.hide();
      versions.number++;
      hides += hidden;
      changes.add(new Change(ImageDiff.Kind.DELETED, path, hidden, versions.directory));
    }
  }

  /// The bytes that no container sees.
  public long wasted() {
    return waste.stream().mapToLong(Waste::bytes).sum();
  }

  /// From 0 to 1: how much of what is stored is seen.
  public double efficiency() {
    return total == 0 ? 1 : (double) (total - wasted()) / total;
  }

  /// The same as JSON, without the single files of layers.
  public JsonObject toJson() {
    List<JsonObject> parts = new ArrayList<>();
    for (Part part : layers) {
      parts.add(
          JsonObject.builder()
              .put("DiffID", part.diffId())
              .put("CreatedBy", part.instruction())
              .put("Size", part.size())
              .put("Hides", part.hides())
              .put("Added", part.count(ImageDiff.Kind.ADDED))
              .put("Changed", part.count(ImageDiff.Kind.CHANGED))
              .put("Deleted", part.count(ImageDiff.Kind.DELETED))
              .build());
    }
    List<JsonObject> wasted = new ArrayList<>();
    for (Waste one : waste) {
      wasted.add(
          JsonObject.builder()
              .put("Path", one.path())
              .put("Versions", one.versions())
              .put("Bytes", one.bytes())
              .build());
    }
    return JsonObject.builder()
        .put("Layers", parts)
        .put("Size", total)
        .put("Visible", seen)
        .put("Wasted", wasted())
        .put("Efficiency", efficiency())
        .put("Waste", wasted)
        .build();
  }
}
