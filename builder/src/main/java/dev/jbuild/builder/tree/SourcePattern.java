package dev.jbuild.builder.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A source operand of `COPY`, `ADD` or a bind mount: a path, or a path whose last components are
/// patterns of [GoMatch].
///
/// Links in the part without patterns and a link that a source itself is are followed inside the
/// tree; links to directories met while patterns are matched are not.
public final class SourcePattern {
  /// Something a pattern matched.
  ///
  /// @param path as it was written or matched; its last component names the copy
  /// @param entry what is there, links followed
  public record Match(String path, Entry entry) {
    /// The last component of the path; empty for the root.
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  private final String text;
  private final List<String> fixed = new ArrayList<>();
  private final List<String> patterns = new ArrayList<>();

  private SourcePattern(String text, boolean wildcards) {
    this.text = text;
    for (String component : text.split("/")) {
      if (component.isEmpty()) {
        continue;
      }
      if (!patterns.isEmpty() || (wildcards && GoMatch.isPattern(component))) {
        patterns.add(component);
      } else {
        fixed.add(component);
      }
    }
  }

  /// Reads an absolute, clean path as the plan has it.
  ///
  /// @throws IllegalArgumentException when a component is a malformed pattern
  public static SourcePattern parse(String text) {
    SourcePattern pattern = new SourcePattern(text, true);
    pattern.patterns.forEach(p -> GoMatch.matches(p, ""));
    return pattern;
  }

  /// An absolute, clean path in which no character is a wildcard.
  public static SourcePattern literal(String path) {
    return new SourcePattern(path, false);
  }

  /// Whether it has wildcards: then no match is no error.
  public boolean hasWildcards() {
    return !patterns.isEmpty();
  }

  /// The path before the first wildcard.
  public String fixedPart() {
    return String.join("/", fixed);
  }

  /// What it matches, in the order of paths; empty when nothing.
  public List<Match> matches(FileTree tree) throws IOException {
    Optional<Entry> base = Links.follow(tree, fixedPart());
    if (base.isEmpty()) {
      return List.of();
    }
    if (patterns.isEmpty()) {
      return List.of(new Match(fixedPart(), base.get()));
    }
    List<Match> matches = new ArrayList<>();
    if (base.get().isDirectory()) {
      collect(tree, base.get().path(), 0, matches);
    }
    return matches;
  }

  private void collect(FileTree tree, String directory, int depth, List<Match> matches)
      throws IOException {
    boolean last = depth == patterns.size() - 1;
    for (Entry child : tree.list(directory)) {
      if (!GoMatch.matches(patterns.get(depth), child.name())) {
        continue;
      }
      if (!last) {
        if (child.isDirectory()) {
          collect(tree, child.path(), depth + 1, matches);
        }
        continue;
      }
      Optional<Entry> followed =
          child.isSymlink() ? Links.follow(tree, child.path()) : Optional.of(child);
      matches.add(
          new Match(
              child.path(),
              followed.orElseThrow(() ->
                  new IOException(
                      "'%s' is a symbolic link to '%s', which is not there"
                          .formatted(child.path(), child.target())))));
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
