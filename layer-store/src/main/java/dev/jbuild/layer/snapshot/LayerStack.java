package dev.jbuild.layer.snapshot;

import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Trees in overlay form, topmost first, read through open descriptors. Safe for many threads.
final class LayerStack implements AutoCloseable {
  private final OverlayForm form;
  private final List<Fd> roots = new ArrayList<>();

  private LayerStack(OverlayForm form) {
    this.form = form;
  }

  static LayerStack open(List<Path> topFirst, OverlayForm form) throws IOException {
    LayerStack stack = new LayerStack(form);
    try {
      for (Path tree : topFirst.stream().distinct().toList()) {
        stack.roots.add(Opening.directory(tree));
      }
      return stack;
    } catch (IOException | RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  OverlayForm form() {
    return form;
  }

  /// The roots of all trees; overlayfs merges them whatever their marks.
  List<Integer> all() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < roots.size(); i++) {
      all.add(i);
    }
    return all;
  }

  /// What some of the trees show in a directory that each of them has.
  MergedLevel level(String path, List<Integer> trees) throws IOException {
    List<Fd> directories = new ArrayList<>();
    try {
      for (int tree : trees) {
        directories.add(directory(roots.get(tree), path));
      }
      return new MergedLevel(form, trees, directories);
    } catch (IOException | RuntimeException e) {
      directories.forEach(Fd::close);
      throw e;
    }
  }

  /// Opens a directory of one tree.
  Fd directory(int tree, String path) throws IOException {
    return directory(roots.get(tree), path);
  }

  /// Opens a directory below a root; no part of the path may be a link.
  static Fd directory(Fd root, String path) throws IOException {
    return Opening.withoutLinks(root, path, Opening.READ | Opening.DIRECTORY)
        .orElseThrow(() ->
            new java.nio.file.NoSuchFileException(path, null, "it went away while it was read"));
  }

  @Override
  public void close() {
    roots.forEach(Fd::close);
  }
}
