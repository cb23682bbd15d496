package dev.jbuild.registry.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class GenerationCacheTest {
  @Test
  void forgetsWhatNobodyAskedForAndKeepsTheRest() {
    GenerationCache<Integer, String> cache = new GenerationCache<>(10);
    cache.put(-1, "kept");
    cache.put(-2, "forgotten");
    for (int i = 0; i < 100; i++) {
      cache.put(i, "x");
      assertEquals("kept", cache.promote(-1));
    }
    assertNull(cache.promote(-2));
  }

  @Test
  void removesFromBothGenerations() {
    GenerationCache<Integer, String> cache = new GenerationCache<>(1);
    cache.put(1, "x");
    cache.put(2, "x");
    assertNull(cache.get(1), "the young generation was full");
    cache.remove(1);
    assertNull(cache.promote(1));
  }
}
