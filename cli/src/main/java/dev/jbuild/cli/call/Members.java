package dev.jbuild.cli.call;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// The members of a JSON object in order.
final class Members {
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Members() {}

  static Members of() {
    return new Members();
  }

  Members with(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /// Adds a value unless it is empty or false.
  Members withSet(String name, Object value) {
    boolean empty =
        switch (value) {
          case String text -> text.isEmpty();
          case Collection<?> list -> list.isEmpty();
          case Boolean flag -> !flag;
          default -> false;
        };
    return empty ? this : with(name, value);
  }

  Map<String, Object> map() {
    return values;
  }
}
