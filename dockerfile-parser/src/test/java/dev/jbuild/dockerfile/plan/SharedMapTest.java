package dev.jbuild.dockerfile.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SharedMapTest {

  private static List<String> values(SharedMap<Integer, String> map) {
    List<String> values = new ArrayList<>();
    map.forEach(values::add);
    return values;
  }

  @Test
  void isWhatATreeMapIsAfterAnyChanges() {
    Random random = new Random(7);
    TreeMap<Integer, String> expected = new TreeMap<>();
    SharedMap<Integer, String> map = SharedMap.empty();
    for (int i = 0; i < 20_000; i++) {
      int key = random.nextInt(500);
      if (random.nextInt(3) == 0) {
        expected.remove(key);
        map = map.without(key);
      } else {
        expected.put(key, "v" + i);
        map = map.with(key, "v" + i);
      }
      assertEquals(expected.size(), map.size());
      assertEquals(expected.get(key), map.get(key));
      if (i % 100 == 0) {
        assertEquals(List.copyOf(expected.values()), values(map));
      }
    }
  }

  @Test
  void versionsDoNotChange() {
    SharedMap<Integer, String> one = SharedMap.<Integer, String>empty().with(1, "a");
    SharedMap<Integer, String> two = one.with(2, "b");
    two.with(1, "c").without(2);
    assertEquals(List.of("a"), values(one));
    assertEquals(List.of("a", "b"), values(two));
    assertNull(one.get(2));
    assertSame(one, one.without(2));
  }

  @Test
  void keysInOrderDoNotMakeItDeep() {
    SharedMap<Integer, String> map = SharedMap.empty();
    for (int i = 0; i < 200_000; i++) {
      map = map.with(i, "");
    }
    for (int i = 0; i < 199_999; i++) {
      map = map.without(i);
    }
    assertEquals(1, map.size());
    assertEquals("", map.get(199_999));
  }
}
