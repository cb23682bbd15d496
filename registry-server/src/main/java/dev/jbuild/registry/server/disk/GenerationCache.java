package dev.jbuild.registry.server.disk;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A bounded cache in two generations: when the young one is full it becomes the old one, and what
/// nobody asked for meanwhile is forgotten. Hits in the young generation take no lock.
///
/// Values that can change must be put and removed under a lock of the caller's that covers reading
/// them from disk too; [#get] needs none.
final class GenerationCache<K, V> {
  private final int capacity;
  private volatile ConcurrentHashMap<K, V> young = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<K, V> old = new ConcurrentHashMap<>();

  GenerationCache(int capacity) {
    this.capacity = capacity;
  }

  /// What the young generation holds.
  @Nullable V get(K key) {
    return young.get(key);
  }

  /// What either generation holds; found in the old one, it moves to the young one.
  @Nullable V promote(K key) {
    V value = young.get(key);
    if (value == null) {
      value = old.get(key);
      if (value != null) {
        put(key, value);
      }
    }
    return value;
  }

  void put(K key, V value) {
    young.put(key, value);
    if (young.size() > capacity) {
      turn();
    }
  }

  /// Forgets a key. The young generation is cleared first: if it turns old in between, the second
  /// removal still finds the value.
  void remove(K key) {
    young.remove(key);
    old.remove(key);
  }

  private synchronized void turn() {
    if (young.size() > capacity) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }
}
