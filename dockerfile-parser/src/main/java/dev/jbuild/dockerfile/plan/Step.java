package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.SourceRange;

/// How an operation presents itself.
///
/// @param range lines of the instruction in the Dockerfile; of FROM for ONBUILD triggers
/// @param text the instruction as progress shows it, such as `COPY app.py /app`
/// @param position such as `[2/5]`, or `[build 2/5]` in a file of several stages
public record Step(SourceRange range, String text, String position) {

  /// Position and text, the line that progress shows.
  public String label() {
    return position + " " + text;
  }
}
