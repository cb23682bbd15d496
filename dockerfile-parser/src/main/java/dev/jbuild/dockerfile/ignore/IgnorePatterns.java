package dev.jbuild.dockerfile.ignore;

import dev.jbuild.dockerfile.shell.Blanks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The patterns of an ignore file, in order. The last one that matches a path, or a directory above
/// it, decides; one with `!` brings the path back.
///
/// Paths are relative to the context, clean, with slashes. Immutable and safe for use by several
/// threads.
public final class IgnorePatterns {

  private static final int LONGEST_PATTERN = 4096;

  /// No patterns: nothing is left out.
  public static final IgnorePatterns NONE = new IgnorePatterns(List.of());

  private record Entry(IgnorePattern pattern, PathMatcher matcher) {}

  private final List<Entry> entries;
  private final boolean inclusions;

  private IgnorePatterns(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    this.inclusions = entries.stream().anyMatch(e -> e.pattern.includes());
  }

  /// Reads the text of an ignore file: a pattern a line, `#` in the first column for comments.
  ///
  /// @throws InvalidPatternException when a pattern is malformed
  public static IgnorePatterns parse(byte[] text) throws InvalidPatternException {
    String all = new String(text, StandardCharsets.UTF_8);
    String[] lines = (all.startsWith("\uFEFF") ? all.substring(1) : all).split("\n", -1);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      if (!line.startsWith("#")) {
        add(entries, normalized(Blanks.trim(line)), i + 1);
      }
    }
    return new IgnorePatterns(entries);
  }

  /// Patterns of a list, such as those of `--exclude`.
  ///
  /// @throws InvalidPatternException when a pattern is malformed
  public static IgnorePatterns of(List<String> patterns) throws InvalidPatternException {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      add(entries, patterns.get(i), i + 1);
    }
    return new IgnorePatterns(entries);
  }

  private static String normalized(String line) {
    boolean includes = line.startsWith("!");
    String pattern = includes ? Blanks.trim(line.substring(1)) : line;
    if (!pattern.isEmpty()) {
      pattern = CleanPath.of(pattern);
      if (pattern.length() > 1 && pattern.startsWith("/")) {
        pattern = pattern.substring(1);
      }
    }
    return includes ? "!" + pattern : pattern;
  }

  private static void add(List<Entry> entries, String written, int line)
      throws InvalidPatternException {
    String text = Blanks.trim(written);
    if (text.isEmpty()) {
      return;
    }
    text = CleanPath.of(text);
    boolean includes = text.startsWith("!");
    String pattern = includes ? text.substring(1) : text;
    if (pattern.isEmpty()) {
      throw new InvalidPatternException("the ignore pattern '!' names nothing to bring back", line);
    }
    if (pattern.length() > LONGEST_PATTERN) {
      throw new InvalidPatternException(
          "an ignore pattern is longer than the limit of " + LONGEST_PATTERN + " characters", line);
    }
    PathMatcher matcher = PathMatcher.compile(pattern, line);
    entries.add(new Entry(new IgnorePattern(pattern, includes, line), matcher));
  }

  /// Whether a path is left out of the context.
  public boolean excludes(String path) {
    Optional<IgnorePattern> decisive = decisive(path);
    return decisive.isPresent() && !decisive.get().includes();
  }

  /// The pattern that decides about a path; empty when none matches, so that it is in the context.
  public Optional<IgnorePattern> decisive(String path) {
    int last = last(path);
    return last < 0 ? Optional.empty() : Optional.of(entries.get(last).pattern);
  }

  /// The number of the pattern that decides, -1 when none matches.
  private int last(String path) {
    boolean clean = isClean(path);
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (matches(entries.get(i).matcher, path, clean)) {
        return i;
      }
    }
    return -1;
  }

  /// The number of the pattern that decides about a clean path.
  ///
  /// @param above that of the directory above, -1 for none: what decides about a directory decides
  ///   about what is below it, unless a later pattern matches there
  int last(String path, int above) {
    for (int i = entries.size() - 1; i > above; i--) {
      if (entries.get(i).matcher.matches(path, false)) {
        return i;
      }
    }
    return above;
  }

  /// The pattern of a number.
  IgnorePattern pattern(int number) {
    return entries.get(number).pattern;
  }

  private static boolean isClean(String path) {
    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      int next = at + 1;
      char c = next < path.length() ? path.charAt(next) : 'a';
      int dots = c == '.' ? (path.startsWith("..", next) ? 2 : 1) : 0;
      int end = next + dots;
      if (c == '/' || (dots > 0 && (end == path.length() || path.charAt(end) == '/'))) {
        return false;
      }
    }
    return true;
  }

  /// Directories above are seen in clean form even if the path is not.
  private static boolean matches(PathMatcher matcher, String path, boolean clean) {
    if (clean) {
      return matcher.matches(path, true);
    }
    int slash = path.lastIndexOf('/');
    return matcher.matches(path, false)
        || (slash > 0 && matcher.matches(CleanPath.of(path.substring(0, slash)), true));
  }

  /// Whether something below an excluded directory may be brought back, so that a walk has to go
  /// in. False is certain, true is a guess.
  public boolean mayIncludeBelow(String directory) {
    if (!inclusions) {
      return false;
    }
    return mayIncludeBelow(directory, last(directory));
  }

  /// Whether a pattern after the one that excludes a directory may bring something below it back.
  boolean mayIncludeBelow(String directory, int excluding) {
    if (!inclusions) {
      return false;
    }
    String[] components = directory.split("/");
    for (int i = excluding + 1; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.pattern.includes() && entry.matcher.mayMatchBelow(components)) {
        return true;
      }
    }
    return false;
  }

  /// Whether any pattern brings paths back.
  public boolean hasInclusions() {
    return inclusions;
  }

  /// Whether a pattern excludes every entry of the context's root.
  public boolean excludesEverything() {
    for (Entry entry : entries) {
      String text = entry.pattern.text();
      if (!entry.pattern.includes()
          && (text.equals("*") || text.equals("**") || text.equals("**/*"))) {
        return true;
      }
    }
    return false;
  }

  /// The patterns, in order.
  public List<IgnorePattern> patterns() {
    return entries.stream().map(Entry::pattern).toList();
  }
}
