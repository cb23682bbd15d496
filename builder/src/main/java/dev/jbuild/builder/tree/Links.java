package dev.jbuild.builder.tree;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Follows symbolic links inside a tree, as a process whose root is the tree would: a link to
/// `/etc` means the tree's `etc`, and `..` stops at the root.
final class Links {
  /// As the kernel: more links in one path are a loop.
  private static final int MAX_LINKS = 40;

  private Links() {}

  /// The entry that a path leads to, links at its end followed too; its path has no links in it.
  static Optional<Entry> follow(FileTree tree, String path) throws IOException {
    Deque<String> rest = new ArrayDeque<>(List.of(path.split("/")));
    Deque<Entry> way = new ArrayDeque<>();
    Optional<Entry> root = tree.stat("");
    if (root.isEmpty()) {
      return Optional.empty();
    }
    way.push(root.get());
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        if (way.size() > 1) {
          way.pop();
        }
        continue;
      }
      String parent = way.element().path();
      Optional<Entry> next =
          way.element().isDirectory()
              ? tree.stat(parent.isEmpty() ? name : parent + "/" + name)
              : Optional.empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      if (!next.get().isSymlink()) {
        way.push(next.get());
        continue;
      }
      if (++links > MAX_LINKS) {
        throw new IOException("'" + path + "' leads through too many symbolic links, a loop");
      }
      String target = next.get().target();
      if (target.startsWith("/")) {
        while (way.size() > 1) {
          way.pop();
        }
      }
      List.of(target.split("/")).reversed().forEach(rest::push);
    }
    return Optional.of(way.element());
  }
}
