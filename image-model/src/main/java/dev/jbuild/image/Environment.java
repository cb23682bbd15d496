package dev.jbuild.image;

import java.util.ArrayList;
import java.util.List;

/// Environment lists of `NAME=value` entries, each name once, order kept.
public final class Environment {
  private Environment() {}

  /// The list with one variable set: in its old place when the name is there, else at the end.
  public static List<String> with(List<String> env, String name, String value) {
    List<String> result = new ArrayList<>(env);
    String entry = name + "=" + value;
    for (int i = 0; i < result.size(); i++) {
      if (nameOf(result.get(i)).equals(name)) {
        result.set(i, entry);
        return result;
      }
    }
    result.add(entry);
    return result;
  }

  /// The name of an entry: what stands before the first `=`, or all of it.
  public static String nameOf(String entry) {
    int equals = entry.indexOf('=');
    return equals < 0 ? entry : entry.substring(0, equals);
  }

  /// The value of an entry, empty when it has no `=`.
  public static String valueOf(String entry) {
    int equals = entry.indexOf('=');
    return equals < 0 ? "" : entry.substring(equals + 1);
  }
}
