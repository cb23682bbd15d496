package dev.jbuild.builder.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoMatchTest {
  @ParameterizedTest
  @CsvSource({
    "abc, abc, true",
    "*, abc, true",
    "*c, abc, true",
    "a*, a, true",
    "a*, abc, true",
    "a*, ab/c, false",
    "a*/b, abc/b, true",
    "a*/b, a/c/b, false",
    "a*b*c*d*e*/f, axbxcxdxe/f, true",
    "a*b*c*d*e*/f, axbxcxdxexxx/fff, false",
    "a*b?c*x, abxbbxdbxebxczzx, true",
    "a*b?c*x, abxbbxdbxebxczzy, false",
    "ab[c], abc, true",
    "ab[b-d], abc, true",
    "ab[e-g], abc, false",
    "ab[^c], abc, false",
    "ab[^e-g], abc, true",
    "a\\*b, a*b, true",
    "a\\*b, ab, false",
    "a?b, a☺b, true",
    "a[^a]b, a☺b, true",
    "[\\]a], ], true",
    "[\\-x], -, true",
    "[x\\-], z, false",
    "*x, xxx, true",
  })
  void matchesAsGoDoes(String pattern, String name, boolean expected) {
    assertEquals(expected, GoMatch.matches(pattern, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[^", "[]a]", "[-]", "[x-]", "[-x]", "a\\", "[a-b-c]", "a["})
  void refusesMalformedPatternsWhateverTheName(String pattern) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> GoMatch.matches(pattern, "zzz"));
    assertEquals(true, e.getMessage().contains(pattern));
  }

  @Test
  void tellsPatternsFromNames() {
    assertEquals(true, GoMatch.isPattern("a*"));
    assertEquals(true, GoMatch.isPattern("a[[]0]"));
    assertEquals(false, GoMatch.isPattern("a\\*"));
    assertEquals(false, GoMatch.isPattern("plain.txt"));
  }
}
