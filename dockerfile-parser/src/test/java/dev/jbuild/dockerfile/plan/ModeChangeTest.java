package dev.jbuild.dockerfile.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModeChangeTest {

  @Test
  void octalReplacesTheMode() {
    assertEquals(04755, ModeChange.parse("4755").apply(0600, false));
    assertEquals(0, ModeChange.parse("0").absolute());
  }

  @Test
  void symbolicClausesChangeIt() {
    assertEquals(0755, ModeChange.parse("+x").apply(0644, false));
    assertEquals(0640, ModeChange.parse("u=rw,g=r,o=").apply(0777, false));
    assertEquals(0755, ModeChange.parse("u=rwX,go=rX").apply(0700, false));
    assertEquals(0644, ModeChange.parse("u=rwX,go=rX").apply(0600, false));
    assertEquals(0755, ModeChange.parse("u=rwX,go=rX").apply(0600, true));
    assertEquals(0664, ModeChange.parse("g=u").apply(0644, false));
    assertEquals(01777, ModeChange.parse("a+rwx,+t").apply(0700, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "77777", "07x", "u", "u=q", "x+r", "u+r,"})
  void refusesEverythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> ModeChange.parse(text));
  }
}
