package dev.jbuild.layer;

/// One thing that a check of the store found wrong.
///
/// @param subject what is affected, such as an image name or a digest
/// @param problem what was found, such as `layer sha256:... is missing`
/// @param advice what to do about it
public record Finding(String subject, String problem, String advice) {
  @Override
  public String toString() {
    return subject + ": " + problem + "; " + advice;
  }
}
