package dev.jbuild.dockerfile.diagnostic;

import java.util.Locale;
import java.util.Optional;

/// One finding in a Dockerfile.
///
/// @param file name of the file as the caller gave it
/// @param range lines of the instruction the finding is about
/// @param spot the exact place, when it is known
/// @param rule name of the rule, such as `UndefinedVar`, or `Syntax` for errors
/// @param message one line, lower case, no trailing period
/// @param advice what to do about it, or empty
/// @param excerpt the source lines with the spot underlined, ends without a line feed, or empty
public record Diagnostic(
    String file,
    SourceRange range,
    Optional<Spot> spot,
    Severity severity,
    String rule,
    String message,
    String advice,
    String excerpt) {

  /// `file:line: message`, with the column when it is known.
  public String headline() {
    String column = spot.map(s -> ":" + s.column()).orElse("");
    int line = spot.map(Spot::line).orElse(range.startLine());
    return file + ":" + line + column + ": " + shownMessage();
  }

  /// The message without control characters, which would tell a terminal what to do.
  public String shownMessage() {
    return VisibleText.of(message);
  }

  /// The finding as a terminal shows it: headline, excerpt with the spot underlined, advice.
  public String render() {
    StringBuilder out = new StringBuilder(256);
    out.append(severity.name().toLowerCase(Locale.ROOT)).append(": ").append(headline());
    if (Rule.byId(rule).isPresent()) {
      out.append(" (").append(rule).append(')');
    }
    if (!excerpt.isEmpty()) {
      out.append('\n').append(excerpt);
    }
    if (!advice.isEmpty()) {
      out.append("\n  = ").append(VisibleText.of(advice));
    }
    return out.toString();
  }
}
