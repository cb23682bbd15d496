package dev.jbuild.builder.tree;

import java.util.List;
import java.util.stream.Stream;

/// The pattern of a source of `COPY --parents`: components of [GoMatch], and `**` for any number of
/// components. As a filter it leaves out all that neither matches nor lies below a match.
public final class DeepPattern implements PathFilter {
  private final List<String> components;

  private DeepPattern(List<String> components) {
    this.components = components;
  }

  /// Reads a pattern; slashes at its ends mean nothing.
  ///
  /// @throws IllegalArgumentException when a component is malformed
  public static DeepPattern parse(String text) {
    List<String> components =
        Stream.of(text.split("/")).filter(c -> !c.isEmpty() && !c.equals(".")).toList();
    components.forEach(c -> GoMatch.matches(c, ""));
    return new DeepPattern(components);
  }

  public boolean hasWildcards() {
    return components.stream().anyMatch(GoMatch::isPattern);
  }

  @Override
  public boolean excludes(String path) {
    return !matches(0, path.split("/"), 0, true);
  }

  @Override
  public boolean mayIncludeBelow(String directory) {
    return leadsTo(0, directory.split("/"), 0);
  }

  /// Both filters at once.
  public PathFilter and(PathFilter other) {
    return new PathFilter() {
      @Override
      public boolean excludes(String path) {
        return DeepPattern.this.excludes(path) || other.excludes(path);
      }

      @Override
      public boolean mayIncludeBelow(String directory) {
        return (!DeepPattern.this.excludes(directory)
                || DeepPattern.this.mayIncludeBelow(directory))
            && (!other.excludes(directory) || other.mayIncludeBelow(directory));
      }
    };
  }

  /// Whether the rest of the pattern matches the rest of the path or, when `below`, a start of it.
  private boolean matches(int at, String[] path, int depth, boolean below) {
    if (at == components.size()) {
      return depth == path.length || below;
    }
    if (components.get(at).equals("**")) {
      for (int i = depth; i <= path.length; i++) {
        if (matches(at + 1, path, i, below)) {
          return at + 1 < components.size() || i > depth || depth < path.length;
        }
      }
      return false;
    }
    return depth < path.length
        && GoMatch.matches(components.get(at), path[depth])
        && matches(at + 1, path, depth + 1, below);
  }

  /// Whether something below the directory can match.
  private boolean leadsTo(int at, String[] directory, int depth) {
    if (at == components.size() || depth == directory.length) {
      return true;
    }
    if (components.get(at).equals("**")) {
      return true;
    }
    return GoMatch.matches(components.get(at), directory[depth])
        && leadsTo(at + 1, directory, depth + 1);
  }
}
