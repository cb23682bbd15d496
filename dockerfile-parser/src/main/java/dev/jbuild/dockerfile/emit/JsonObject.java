package dev.jbuild.dockerfile.emit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object while it is put together.
final class JsonObject {

  private final Map<String, @Nullable Object> values = new HashMap<>();

  JsonObject put(String key, @Nullable Object value) {
    values.put(key, value instanceof JsonObject object ? object.values : value);
    return this;
  }

  /// Puts a value that is not empty, zero or false.
  JsonObject putSet(String key, @Nullable Object value) {
    boolean set =
        switch (value) {
          case null -> false;
          case String text -> !text.isEmpty();
          case List<?> list -> !list.isEmpty();
          case Map<?, ?> map -> !map.isEmpty();
          case Boolean flag -> flag;
          case Number number -> number.longValue() != 0;
          case JsonObject object -> !object.values.isEmpty();
          default -> true;
        };
    return set ? put(key, value) : this;
  }

  Map<String, @Nullable Object> map() {
    return values;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }
}
