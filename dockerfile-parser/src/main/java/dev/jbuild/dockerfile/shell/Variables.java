package dev.jbuild.dockerfile.shell;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the values of variables come from.
@FunctionalInterface
public interface Variables {

  /// The value of a variable, or null when it is not set; the empty text is a value.
  @Nullable String get(String name);

  /// No variables at all.
  static Variables none() {
    return name -> null;
  }

  /// The entries of a map.
  static Variables of(Map<String, String> values) {
    return values::get;
  }
}
