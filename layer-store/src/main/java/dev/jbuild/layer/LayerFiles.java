package dev.jbuild.layer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files of one layer as they are on disk, without those below it.
public final class LayerFiles {
  private LayerFiles() {}

  /// Visits all files but the root, a directory before its content, in the order of names. A
  /// deletion is a character device 0:0.
  public static void walk(Layer layer, UnionView.Visitor visitor) throws IOException {
    walk(layer.directory(), "", visitor);
  }

  /// Whether a file of a layer is a deletion.
  public static boolean isDeletion(TreeEntry entry) {
    return entry.kind() == FileKind.CHARACTER_DEVICE && entry.device() == 0;
  }

  private static void walk(Path directory, String path, UnionView.Visitor visitor)
      throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(null);
    for (Path child : children) {
      TreeEntry entry = EntryReader.read(path + "/" + child.getFileName(), child);
      if (entry != null && visitor.visit(entry) && entry.isDirectory()) {
        walk(child, entry.path(), visitor);
      }
    }
  }
}
