package dev.jbuild.cli.template;

import dev.jbuild.image.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds members of objects by name.
///
/// In Go, a member that a struct does not have is an error, one that a map does not have is
/// nothing. JSON knows only objects: one whose names all begin with an upper-case letter counts as
/// a struct, any other, such as labels, as a map.
final class Members {
  private static final int SHOWN = 40;

  private Members() {}

  /// The members that are set.
  static Map<String, ? extends @Nullable Object> of(Object object) {
    Map<String, ? extends @Nullable Object> all = all(object);
    if (all.values().stream().noneMatch(Unset.class::isInstance)) {
      return all;
    }
    Map<String, @Nullable Object> set = new LinkedHashMap<>(all);
    set.values().removeIf(Unset.class::isInstance);
    return set;
  }

  private static Map<String, ? extends @Nullable Object> all(Object object) {
    return object instanceof JsonObject json ? json.members() : strings((Map<?, ?>) object);
  }

  /// A value as JSON has it: without members that are unset or functions.
  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Nil) {
      return null;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(plain(element)));
      return plain;
    }
    if (value == null || !isObject(value)) {
      return value;
    }
    JsonObject.Builder plain = JsonObject.builder();
    of(value)
        .forEach((name, member) -> {
          if (!(member instanceof TemplateFunction)) {
            plain.put(name, plain(member));
          }
        });
    return plain.build();
  }

  @SuppressWarnings("unchecked") // trees of JSON have no other keys
  private static Map<String, ? extends @Nullable Object> strings(Map<?, ?> map) {
    return (Map<String, ? extends @Nullable Object>) map;
  }

  static boolean isObject(@Nullable Object value) {
    return value instanceof JsonObject || value instanceof Map<?, ?>;
  }

  /// The member of a value; null when a map has none.
  static @Nullable Object find(@Nullable Object value, String name) {
    if (value == null || value instanceof Nil) {
      return null;
    }
    if (!isObject(value)) {
      throw new ValueException(
          "'." + name + "' is asked of " + Values.kind(value) + ", which has no members");
    }
    Map<String, ? extends @Nullable Object> members = all(value);
    if (members.containsKey(name)) {
      return set(members.get(name));
    }
    String found = null;
    boolean struct = !members.isEmpty();
    for (String member : members.keySet()) {
      struct &= !member.isEmpty() && Character.isUpperCase(member.charAt(0));
      if (member.equalsIgnoreCase(name)) {
        if (found != null) {
          return null;
        }
        found = member;
      }
    }
    if (found != null) {
      return set(members.get(found));
    }
    if (struct) {
      throw new ValueException("there is no member '" + name + "', but " + names(members));
    }
    return null;
  }

  private static @Nullable Object set(@Nullable Object member) {
    return member instanceof Unset unset ? unset.zero() : member;
  }

  private static String names(Map<String, ? extends @Nullable Object> members) {
    StringBuilder names = new StringBuilder();
    int shown = 0;
    for (String member : members.keySet()) {
      if (++shown > SHOWN) {
        return names.append(" and more").toString();
      }
      names.append(names.isEmpty() ? "" : ", ").append(member);
    }
    return names.toString();
  }
}
