package dev.jbuild.cli.template;

import dev.jbuild.image.json.JsonObject;
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

  static Map<String, ? extends @Nullable Object> of(Object object) {
    return object instanceof JsonObject json ? json.members() : strings((Map<?, ?>) object);
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
    if (value == null) {
      return null;
    }
    if (!isObject(value)) {
      throw new ValueException(
          "'." + name + "' is asked of " + Values.kind(value) + ", which has no members");
    }
    Map<String, ? extends @Nullable Object> members = of(value);
    if (members.containsKey(name)) {
      return members.get(name);
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
      return members.get(found);
    }
    if (struct) {
      throw new ValueException("there is no member '" + name + "', but " + names(members));
    }
    return null;
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
