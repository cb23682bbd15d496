package dev.jbuild.layer;

/// One thing that a check of the store found wrong, or could not look at.
///
/// @param subject what is affected, such as an image name or a digest
/// @param problem what was found, such as `layer sha256:... is missing`
/// @param advice what to do about it
/// @param kind whether it is known to be wrong
public record Finding(String subject, String problem, String advice, Kind kind) {
  /// How much is known.
  public enum Kind {
    /// It is wrong.
    DEFECT,
    /// It could not be looked at: a store that is full or read-only has no place to compare files.
    UNCHECKED
  }

  /// Something that is wrong.
  public static Finding defect(String subject, String problem, String advice) {
    return new Finding(subject, problem, advice, Kind.DEFECT);
  }

  @Override
  public String toString() {
    return subject + ": " + problem + "; " + advice;
  }
}
