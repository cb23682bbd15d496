package dev.jbuild.layer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A directory of a stack of trees: the directories of the same path in those trees that take part,
/// top first. The uppermost gives the attributes.
final class MergedDirectory {
  /// One tree of the stack; `opaque` tells its opaque directories by path without leading slash.
  record Tree(Path root, Predicate<String> opaque) {}

  /// A file in a directory; `directory` is null unless it is one.
  record Child(TreeEntry entry, @Nullable MergedDirectory directory) {}

  private record Part(Tree tree, Path location) {}

  private final TreeEntry entry;
  private final List<Part> parts;

  private MergedDirectory(TreeEntry entry, List<Part> parts) {
    this.entry = entry;
    this.parts = parts;
  }

  static MergedDirectory root(List<Tree> trees) throws IOException {
    List<Part> parts = new ArrayList<>();
    TreeEntry top = null;
    for (Tree tree : trees) {
      parts.add(new Part(tree, tree.root()));
      if (top == null) {
        top = EntryReader.read("/", tree.root());
      }
      if (tree.opaque().test("")) {
        break;
      }
    }
    return new MergedDirectory(top == null ? emptyRoot() : top, parts);
  }

  private static TreeEntry emptyRoot() {
    return new TreeEntry(
        "/",
        FileKind.DIRECTORY,
        0755,
        0,
        0,
        java.time.Instant.EPOCH,
        0,
        "",
        0,
        0,
        1,
        Path.of("/nonexistent"));
  }

  TreeEntry entry() {
    return entry;
  }

  /// The child of this name, null when there is none.
  @Nullable Child child(String name) throws IOException {
    List<Path> candidates = new ArrayList<>();
    for (Part part : parts) {
      candidates.add(part.location.resolve(name));
    }
    return merge(name, candidates);
  }

  /// All children, in the order of their names.
  List<Child> children() throws IOException {
    NavigableMap<String, List<@Nullable Path>> names = new TreeMap<>();
    for (int i = 0; i < parts.size(); i++) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(parts.get(i).location)) {
        for (Path path : stream) {
          List<@Nullable Path> places =
              names.computeIfAbsent(path.getFileName().toString(), _ -> new ArrayList<>());
          while (places.size() < i) {
            places.add(null);
          }
          places.add(path);
        }
      } catch (java.nio.file.DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    List<Child> children = new ArrayList<>(names.size());
    for (Map.Entry<String, List<@Nullable Path>> name : names.entrySet()) {
      Child child = merge(name.getKey(), name.getValue());
      if (child != null) {
        children.add(child);
      }
    }
    return children;
  }

  /// Merges what the parts have under one name; places are in the order of the parts, null where a
  /// part is known to have nothing.
  private @Nullable Child merge(String name, List<? extends @Nullable Path> places)
      throws IOException {
    String path = entry.path().equals("/") ? "/" + name : entry.path() + "/" + name;
    TreeEntry top = null;
    List<Part> directories = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Path place = places.get(i);
      TreeEntry found = place == null ? null : EntryReader.read(path, place);
      if (place == null || found == null) {
        continue;
      }
      if (found.kind() == FileKind.CHARACTER_DEVICE && found.device() == 0) {
        break;
      }
      if (!found.isDirectory()) {
        if (top == null) {
          return new Child(found, null);
        }
        break;
      }
      if (top == null) {
        top = found;
      }
      Tree tree = parts.get(i).tree;
      directories.add(new Part(tree, place));
      if (tree.opaque.test(path.substring(1))) {
        break;
      }
    }
    return top == null ? null : new Child(top, new MergedDirectory(top, directories));
  }
}
