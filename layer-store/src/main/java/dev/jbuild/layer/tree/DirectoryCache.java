package dev.jbuild.layer.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps the directories used last open, so that archives in path order open each one once.
///
/// A directory that is dropped is closed with the cache's next [#trim()], never while a caller may
/// still hold it.
final class DirectoryCache implements AutoCloseable {
  private static final int SIZE = 64;

  private final LinkedHashMap<String, Directory> open = new LinkedHashMap<>(SIZE, 0.75f, true);
  private final List<Directory> dropped = new ArrayList<>();

  @Nullable Directory get(String path) {
    return open.get(path);
  }

  void put(Directory directory) {
    Directory old = open.put(directory.path(), directory);
    if (old != null) {
      dropped.add(old);
    }
    if (open.size() > SIZE) {
      Map.Entry<String, Directory> eldest = open.entrySet().iterator().next();
      open.remove(eldest.getKey());
      dropped.add(eldest.getValue());
    }
  }

  /// Drops a directory and all below it.
  void forget(String path) {
    open.values()
        .removeIf(d -> {
          boolean gone = Directory.isWithin(d.path(), path);
          if (gone) {
            dropped.add(d);
          }
          return gone;
        });
  }

  /// Closes what was dropped; no caller may hold a directory now.
  void trim() {
    dropped.forEach(d -> d.fd().close());
    dropped.clear();
  }

  @Override
  public void close() {
    trim();
    open.values().forEach(d -> d.fd().close());
    open.clear();
  }
}
