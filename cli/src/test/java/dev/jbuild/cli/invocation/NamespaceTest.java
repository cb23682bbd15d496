package dev.jbuild.cli.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.cli.invocation.Namespace.Kind;
import dev.jbuild.cli.invocation.Namespace.Lack;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceTest {
  private static final String PROBLEM = "_JBUILD_USERNS_PROBLEM";

  @Test
  void rootHasNone() {
    assertEquals(Namespace.NONE, Namespace.of(Map.of(), 0));
    assertEquals(Namespace.NONE, Namespace.of(Map.of(), 1000));
    assertNull(Namespace.caller(Map.of(), 0));
  }

  @Test
  void theLauncherTellsWhoCalled() {
    Map<String, String> told = Map.of("_JBUILD_USERNS", "4321:100");
    assertEquals(new Namespace(Kind.OWN, Lack.NOTHING, ""), Namespace.of(told, 0));
    assertEquals(4321, Namespace.caller(told, 0));
    assertNull(Namespace.caller(Map.of("_JBUILD_USERNS", "x"), 0));
  }

  @Test
  void theLauncherTellsWhatLacks() {
    Namespace ids = Namespace.of(Map.of("_JBUILD_USERNS", "1:1", PROBLEM, "ids:none: at all"), 0);
    assertEquals(new Namespace(Kind.OWN, Lack.IDS, "none: at all"), ids);
    assertTrue(ids.advice().contains("none: at all"), ids.advice());
    Namespace all =
        Namespace.of(Map.of("_JBUILD_USERNS", "1:1", PROBLEM, "namespace:unshare: no"), 1);
    assertEquals(new Namespace(Kind.OWN, Lack.NAMESPACE, "unshare: no"), all);
    assertTrue(all.advice().contains("unshare: no"), all.advice());
  }

  @Test
  void unshareIsSharedAndSoIsPodmans() {
    Map<String, String> own = Map.of("_JBUILD_USERNS", "4321:100", "_JBUILD_UNSHARED", "1");
    assertEquals(Kind.SHARED, Namespace.of(own, 0).kind());
    Map<String, String> podman = Map.of("_CONTAINERS_ROOTLESS_UID", "4321");
    assertEquals(Kind.SHARED, Namespace.of(podman, 0).kind());
    assertEquals(4321, Namespace.caller(podman, 0));
    assertEquals(Namespace.NONE, Namespace.of(podman, 4321), "left over outside of it");
    assertNull(Namespace.caller(podman, 4321));
  }
}
