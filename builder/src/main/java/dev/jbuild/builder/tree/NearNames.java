package dev.jbuild.builder.tree;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds what somebody may have meant who named a path that is not there.
public final class NearNames {
  private static final int MOST = 3;

  private NearNames() {}

  /// Up to three paths in the same directory whose names are much like the one asked for, quoted.
  public static List<String> of(FileTree tree, String path) throws IOException {
    int slash = path.lastIndexOf('/');
    String directory = slash < 0 ? "" : path.substring(0, slash);
    String name = path.substring(slash + 1);
    Optional<Entry> parent = Links.follow(tree, directory);
    if (parent.isEmpty() || !parent.get().isDirectory()) {
      return directory.isEmpty() ? List.of() : of(tree, directory);
    }
    int allowed = name.length() < 3 ? 1 : Math.max(2, name.length() / 3);
    Map<String, Integer> near = new TreeMap<>();
    for (Entry entry : tree.list(parent.get().path())) {
      int distance = distance(name.toLowerCase(Locale.ROOT), entry.name().toLowerCase(Locale.ROOT));
      if (distance <= allowed) {
        String full = directory.isEmpty() ? entry.name() : directory + "/" + entry.name();
        near.put("'" + full + "'", distance);
      }
    }
    return near.entrySet().stream()
        .sorted(Comparator.comparingInt(Map.Entry::getValue))
        .limit(MOST)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The number of characters to insert, drop or change.
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
