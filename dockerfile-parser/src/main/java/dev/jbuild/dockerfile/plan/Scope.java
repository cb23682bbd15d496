package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.shell.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Variables by name, in the order of their last assignment.
final class Scope implements Variables {

  private final Map<String, String> values;

  Scope() {
    this.values = new LinkedHashMap<>();
  }

  private Scope(Map<String, String> values) {
    this.values = new LinkedHashMap<>(values);
  }

  Scope copy() {
    return new Scope(values);
  }

  void set(String name, String value) {
    values.remove(name);
    values.put(name, value);
  }

  @Override
  public @Nullable String get(String name) {
    return values.get(name);
  }

  Set<String> names() {
    return values.keySet();
  }

  /// All variables as `NAME=value`.
  List<String> toList() {
    List<String> list = new ArrayList<>(values.size());
    values.forEach((name, value) -> list.add(name + "=" + value));
    return list;
  }
}
