package dev.jbuild.dockerfile.ignore;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What patterns decide about the paths of one tree. Remembers what they say of directories, so
/// that below one only its later patterns, and only the path itself, are looked at.
///
/// Paths are relative, clean, with slashes, and not empty. Safe for use by several threads; holds
/// one entry for each directory asked about.
public final class IgnoreDecisions {

  private final IgnorePatterns patterns;
  private final Map<String, Integer> directories = new ConcurrentHashMap<>();

  /// Decisions by patterns.
  public IgnoreDecisions(IgnorePatterns patterns) {
    this.patterns = patterns;
  }

  /// The pattern that decides about a path; empty when none matches, so that it is in the context.
  public Optional<IgnorePattern> decisive(String path) {
    int last = last(path);
    return last < 0 ? Optional.empty() : Optional.of(patterns.pattern(last));
  }

  /// Whether a path is left out of the context.
  public boolean excludes(String path) {
    int last = last(path);
    return last >= 0 && !patterns.pattern(last).includes();
  }

  /// Whether something below an excluded directory may be brought back, so that a walk has to go
  /// in. False is certain, true is a guess.
  public boolean mayIncludeBelow(String directory) {
    return patterns.hasInclusions() && patterns.mayIncludeBelow(directory, last(directory));
  }

  private int last(String path) {
    int slash = path.lastIndexOf('/');
    return patterns.last(path, slash < 0 ? -1 : above(path.substring(0, slash)));
  }

  private int above(String directory) {
    Integer known = directories.get(directory);
    if (known == null) {
      known = last(directory);
      directories.put(directory, known);
    }
    return known;
  }
}
