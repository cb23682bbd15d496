package dev.jbuild.registry.server.name;

/// A name for a manifest in a repository: 1 to 128 letters, digits, `_`, `.` and `-`, the first one
/// neither `.` nor `-`. Follows the distribution specification, "Pulling manifests".
public record Tag(String value) implements Comparable<Tag> {
  /// The longest tag, in characters.
  public static final int MAX_LENGTH = 128;

  public Tag {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "tag of %d characters, expected 1 to %d".formatted(value.length(), MAX_LENGTH));
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean word =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (!word && (i == 0 || (c != '.' && c != '-'))) {
        throw new IllegalArgumentException(
            "tag '%s' has '%s' at position %d, expected letters, digits, '_', '.' or '-'"
                .formatted(value, c, i + 1));
      }
    }
  }

  @Override
  public int compareTo(Tag other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
