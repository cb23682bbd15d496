package dev.jbuild.engine.image;

import java.util.Map;

/// A condition on labels: `label=KEY`, `label=KEY=VALUE`, or the opposite with `label!=`.
///
/// @param value empty text when only the key must be there
public record Labels(String key, String value, boolean anyValue, boolean negated) {
  /// Reads what follows `label=` or `label!=`.
  public static Labels parse(String text, boolean negated) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Labels(text, "", true, negated)
        : new Labels(text.substring(0, equals), text.substring(equals + 1), false, negated);
  }

  /// Whether labels fit.
  public boolean accepts(Map<String, String> labels) {
    String found = labels.get(key);
    boolean fits = found != null && (anyValue || found.equals(value));
    return fits != negated;
  }
}
