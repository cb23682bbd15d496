package dev.jbuild.registry.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "[::1]", "::1"})
  void knowsThisMachine(String host) {
    assertTrue(HostRules.isLoopback(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost.example", "127.0.0.1.example", "128.0.0.1", "[::2]", "10.0.0.1"})
  void doesNotTakeOthersForThisMachine(String host) {
    assertFalse(HostRules.isLoopback(host));
  }

  @Test
  void matchesInsecureHostsByNameNameAndPortAndBlock() {
    HostRules rules =
        new HostRules(List.of("Reg.Example", "other:5000", "10.1.0.0/16", "fd00::/8"));
    assertTrue(rules.isInsecure("reg.example"));
    assertTrue(rules.isInsecure("reg.example:8443"));
    assertTrue(rules.isInsecure("other:5000"));
    assertFalse(rules.isInsecure("other:5001"));
    assertTrue(rules.isInsecure("10.1.255.3:5000"));
    assertFalse(rules.isInsecure("10.2.0.1"));
    assertTrue(rules.isInsecure("[fd12::1]:5000"));
    assertFalse(rules.isInsecure("[fe80::1]"));
    assertFalse(rules.isInsecure("10.1.example"));
  }

  @Test
  void takesThePortOff() {
    assertEquals("h", HostRules.withoutPort("h:1"));
    assertEquals("h", HostRules.withoutPort("h"));
    assertEquals("[::1]", HostRules.withoutPort("[::1]:80"));
    assertEquals("[::1]", HostRules.withoutPort("[::1]"));
    assertEquals("::1", HostRules.withoutPort("::1"));
  }
}
