package dev.jbuild.layer.disk;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.TreeWriter;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.tar.Unpacking;
import dev.jbuild.layer.tree.NodeWriter;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.layer.tree.PathNames;
import dev.jbuild.layer.tree.RootedTree;
import dev.jbuild.layer.unpack.ArchiveExtractor;
import dev.jbuild.linux.Fd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// Writes into the tree of a draft.
final class DraftTree implements TreeWriter, AutoCloseable {
  private final RootedTree tree;
  private final NodeWriter nodes;
  private final boolean fresh;
  private final byte[] buffer = new byte[128 << 10];

  DraftTree(Path directory, UnionView below, OverlayForm form, boolean fresh) throws IOException {
    this.tree = new RootedTree(directory, below, form, fresh);
    this.nodes = new NodeWriter(tree);
    this.fresh = fresh;
  }

  /// Whether only this object writes into the directory.
  boolean isFresh() {
    return fresh;
  }

  private interface Step {
    void run(List<String> parts) throws IOException;
  }

  private static void at(String path, Step step) throws IOException {
    List<String> parts = PathNames.parts(path, true);
    for (String part : parts) {
      if (part.startsWith(".wh.")) {
        throw new IllegalArgumentException(
            "'" + path + "' cannot be in an image: names that begin with .wh. mean deletions");
      }
    }
    try {
      step.run(parts);
    } catch (IOException e) {
      throw AtomicFiles.explained("writing '" + path + "' into a layer", e);
    }
  }

  @Override
  public void directory(String path, FileAttributes attributes) throws IOException {
    at(path, parts -> nodes.directory(parts, attributes));
  }

  @Override
  public void directories(String path, FileAttributes attributes) throws IOException {
    at(path, parts -> nodes.directories(parts, attributes));
  }

  @Override
  public void file(String path, FileAttributes attributes, InputStream content) throws IOException {
    at(path, parts -> nodes.file(parts, attributes, file -> copy(content, file)));
  }

  private void copy(InputStream content, Fd file) throws IOException {
    for (int got = content.read(buffer); got >= 0; got = content.read(buffer)) {
      file.write(buffer, 0, got);
    }
  }

  @Override
  public void file(String path, FileAttributes attributes, Path content) throws IOException {
    at(path, parts -> nodes.file(parts, attributes, NodeWriter.FileCopy.of(content)));
  }

  @Override
  public void symlink(String path, String target, FileAttributes attributes) throws IOException {
    at(path, parts -> nodes.symlink(parts, target, attributes));
  }

  @Override
  public void hardLink(String path, String existing) throws IOException {
    at(path, parts -> nodes.hardLink(parts, PathNames.parts(existing, true)));
  }

  @Override
  public void special(String path, FileKind kind, int major, int minor, FileAttributes attributes)
      throws IOException {
    if (kind == FileKind.CHARACTER_DEVICE && major == 0 && minor == 0) {
      throw new IllegalArgumentException(
          "'" + path + "' cannot be in an image: a device 0:0 means a deletion");
    }
    at(path, parts -> nodes.special(parts, kind, major, minor, attributes));
  }

  @Override
  public void remove(String path) throws IOException {
    at(path, nodes::remove);
  }

  @Override
  public void unpack(InputStream archive, String directory, UnaryOperator<FileAttributes> change)
      throws IOException {
    at(
        directory,
        parts ->
            new ArchiveExtractor(tree)
                .extract(Unpacking.of(archive), tree.canonical(parts), change));
  }

  void flush() throws IOException {
    tree.flush();
  }

  @Override
  public void close() {
    tree.close();
  }
}
