package dev.jbuild.registry.client.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
  @Test
  void writesActionsInOrder() {
    assertEquals(List.of("repository:a/b:pull,push"), Scope.push("a/b").values());
    assertEquals(
        List.of("repository:a:pull,push", "repository:b:pull"),
        Scope.push("a").andPull("b").values());
    assertEquals(List.of(), Scope.NONE.values());
  }

  @Test
  void aTokenToPushServesForPulling() {
    assertTrue(Scope.push("a").covers(Scope.pull("a")));
    assertFalse(Scope.pull("a").covers(Scope.push("a")));
    assertFalse(Scope.push("a").covers(Scope.pull("b")));
    assertTrue(Scope.pull("a").covers(Scope.NONE));
    assertTrue(Scope.push("a").andPull("b").covers(Scope.pull("b")));
  }
}
