package dev.jbuild.layer;

/// What a repair of the store did about one damaged thing.
///
/// @param subject what was damaged, such as an image name or a digest
/// @param detail what was found and what was done
/// @param advice how to get back what is gone; empty when nothing is
public record Repair(Outcome outcome, String subject, String detail, String advice) {
  /// How it ended.
  public enum Outcome {
    /// It is whole again, or will be made again by itself when it is wanted.
    REPAIRED,
    /// It is gone, and could not be used before.
    LOST,
    /// It was not touched, since that might have made things worse.
    LEFT
  }

  @Override
  public String toString() {
    String what =
        switch (outcome) {
          case REPAIRED -> "repaired: ";
          case LOST -> "lost: ";
          case LEFT -> "left: ";
        };
    return what + subject + ": " + detail + (advice.isEmpty() ? "" : "; " + advice);
  }
}
