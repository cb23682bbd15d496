package dev.jbuild.builder.tree;

/// Says which paths of a tree are left out.
public interface PathFilter {
  /// Whether the path is left out, because of itself or of a directory above it.
  boolean excludes(String path);

  /// Whether something below a directory that is left out may be let in again. `false` saves a walk
  /// of it.
  boolean mayIncludeBelow(String directory);

  /// Lets everything through.
  PathFilter NONE =
      new PathFilter() {
        @Override
        public boolean excludes(String path) {
          return false;
        }

        @Override
        public boolean mayIncludeBelow(String directory) {
          return true;
        }
      };
}
