package dev.jbuild.builder.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What one source of a copy consists of: a file, or a directory with all that is below it and not
/// left out.
///
/// @param tree where it comes from
/// @param name last component of the path under which it was named; a file copied into a directory
///   keeps it
/// @param items the source itself first, with an empty relative path; then what is below it, each
///   directory before its content, in the order of names
public record Selection(FileTree tree, String name, List<Item> items) {

  /// One entry of a selection.
  ///
  /// @param relative path below the source, empty for the source itself
  public record Item(String relative, Entry entry) {}

  public Selection {
    items = List.copyOf(items);
  }

  /// Selects what a pattern matched.
  ///
  /// @param excludes judges paths below a source that is a directory; a file that the pattern names
  ///   is never left out
  public static Selection of(FileTree tree, SourcePattern.Match match, PathFilter excludes)
      throws IOException {
    List<Item> items = new ArrayList<>();
    items.add(new Item("", match.entry()));
    if (match.entry().isDirectory()) {
      tree.prefetch(match.entry().path());
      collect(tree, match.entry(), "", excludes, items);
    }
    return new Selection(tree, match.name(), items);
  }

  private static void collect(
      FileTree tree, Entry directory, String prefix, PathFilter excludes, List<Item> items)
      throws IOException {
    for (Entry child : tree.list(directory.path())) {
      String relative = prefix + child.name();
      boolean excluded = excludes.excludes(relative);
      if (!child.isDirectory()) {
        if (!excluded) {
          items.add(new Item(relative, child));
        }
        continue;
      }
      if (excluded && !excludes.mayIncludeBelow(relative)) {
        continue;
      }
      int before = items.size();
      items.add(new Item(relative, child));
      collect(tree, child, relative + "/", excludes, items);
      if (excluded && items.size() == before + 1) {
        items.removeLast();
      }
    }
  }

  /// The source itself.
  public Entry top() {
    return items.getFirst().entry();
  }
}
