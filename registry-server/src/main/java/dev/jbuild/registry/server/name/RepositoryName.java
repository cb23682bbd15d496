package dev.jbuild.registry.server.name;

/// The name of a repository, `component/component/…`, at most 255 characters.
///
/// Follows the distribution specification, "Pulling manifests": components of lower-case letters
/// and digits, separated inside by one `.`, one or two `_`, or any number of `-`.
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  /// The longest name, in characters.
  public static final int MAX_LENGTH = 255;

  public RepositoryName {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("repository name is empty");
    }
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "repository name of %d characters is longer than %d"
              .formatted(value.length(), MAX_LENGTH));
    }
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || value.charAt(i) == '/') {
        if (!isComponent(value, start, i)) {
          throw new IllegalArgumentException(
              "repository name '%s' has the component '%s', expected lower-case letters and digits separated by '.', '_', '__' or '-'"
                  .formatted(value, value.substring(start, i)));
        }
        start = i + 1;
      }
    }
  }

  private static boolean isComponent(String s, int start, int end) {
    int i = start;
    while (i < end && isAlphanumeric(s.charAt(i))) {
      i++;
      int separator = i;
      while (i < end && !isAlphanumeric(s.charAt(i))) {
        i++;
      }
      if (i > separator && (i == end || !isSeparator(s, separator, i))) {
        return false;
      }
    }
    return i == end && start < end;
  }

  private static boolean isSeparator(String s, int start, int end) {
    char first = s.charAt(start);
    for (int i = start; i < end; i++) {
      if (s.charAt(i) != first) {
        return false;
      }
    }
    return switch (first) {
      case '.' -> end - start == 1;
      case '_' -> end - start <= 2;
      case '-' -> true;
      default -> false;
    };
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(RepositoryName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
