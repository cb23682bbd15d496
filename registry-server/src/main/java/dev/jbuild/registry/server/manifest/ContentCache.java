package dev.jbuild.registry.server.manifest;

import dev.jbuild.image.Digest;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Content by digest up to a total of bytes, in two generations: when the young one is full, the
/// old one is forgotten. Entries are immutable, so that no order of calls can make one wrong.
final class ContentCache {
  private final long capacity;
  private final AtomicLong weight = new AtomicLong();
  private volatile ConcurrentHashMap<Digest, byte[]> young = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<Digest, byte[]> old = new ConcurrentHashMap<>();

  ContentCache(long capacity) {
    this.capacity = capacity;
  }

  byte @Nullable [] get(Digest digest) {
    byte[] content = young.get(digest);
    if (content == null) {
      content = old.get(digest);
      if (content != null) {
        put(digest, content);
      }
    }
    return content;
  }

  void put(Digest digest, byte[] content) {
    if (young.putIfAbsent(digest, content) == null
        && weight.addAndGet(content.length) > capacity / 2) {
      turn();
    }
  }

  private synchronized void turn() {
    if (weight.get() > capacity / 2) {
      old = young;
      young = new ConcurrentHashMap<>();
      weight.set(0);
    }
  }
}
