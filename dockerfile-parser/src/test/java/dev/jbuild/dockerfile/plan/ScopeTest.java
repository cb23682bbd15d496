package dev.jbuild.dockerfile.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScopeTest {

  @Test
  void listsAreInTheOrderOfTheLastAssignment() {
    Scope scope = new Scope();
    scope.set("A", "1");
    scope.set("B", "2");
    List<String> before = scope.toList();
    scope.set("A", "3");
    assertEquals(List.of("A=1", "B=2"), before);
    assertEquals(List.of("B=2", "A=3"), scope.toList());
    assertSame(scope.toList(), scope.toList());
  }

  @Test
  void copiesChangeOnTheirOwn() {
    Scope scope = new Scope();
    scope.set("A", "1");
    Scope copy = scope.copy();
    copy.set("B", "2");
    scope.unset("A");
    assertEquals(List.of(), scope.toList());
    assertEquals(List.of("A=1", "B=2"), copy.toList());
  }

  @Test
  void anyChangesBetweenListsShowInTheNext() {
    Random random = new Random(11);
    Map<String, String> expected = new LinkedHashMap<>();
    Scope scope = new Scope();
    for (int round = 0; round < 300; round++) {
      int changes = random.nextInt(4) == 0 ? 200 : random.nextInt(6);
      for (int i = 0; i < changes; i++) {
        String name = "V" + random.nextInt(60);
        expected.remove(name);
        if (random.nextInt(4) == 0) {
          scope.unset(name);
        } else {
          expected.put(name, "v" + i);
          scope.set(name, "v" + i);
        }
      }
      scope = random.nextInt(5) == 0 ? scope.copy() : scope;
      List<String> texts = new ArrayList<>();
      expected.forEach((name, value) -> texts.add(name + "=" + value));
      assertEquals(texts, scope.toList());
      assertEquals(texts.size(), scope.toList().size());
    }
  }
}
