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
  private @Nullable List<String> list;

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
    list = null;
    values.remove(name);
    values.put(name, value);
  }

  void unset(String name) {
    list = null;
    values.remove(name);
  }

  @Override
  public @Nullable String get(String name) {
    return values.get(name);
  }

  Set<String> names() {
    return values.keySet();
  }

  /// All variables as `NAME=value`; the same list until one is set, so that steps share it.
  List<String> toList() {
    List<String> known = list;
    if (known == null) {
      List<String> made = new ArrayList<>(values.size());
      values.forEach((name, value) -> made.add(name + "=" + value));
      known = List.copyOf(made);
      list = known;
    }
    return known;
  }

  /// Whether the next [#toList] makes a new list.
  boolean hasChanged() {
    return list == null;
  }
}
