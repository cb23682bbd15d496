package dev.jbuild.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected values are those of Go's path.Match.
class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "abc, abc, true",
    "abc, ab, false",
    "*, abc, true",
    "*, a/b, false",
    "*c, abc, true",
    "a*, a, true",
    "a*/b, abc/b, true",
    "a*/b, a/c/b, false",
    "a*b*c*d*e*/f, axbxcxdxe/f, true",
    "a*b?c*x, abxbbxdbxebxczzx, true",
    "a*b?c*x, abxbbxdbxebxczzy, false",
    "ab[c], abc, true",
    "ab[b-d], abc, true",
    "ab[e-g], abc, false",
    "ab[^c], abc, false",
    "ab[^e-g], abc, true",
    "a\\*b, a*b, true",
    "a\\*b, ab, false",
    "a?b, a/b, false",
    "[, a, false",
    "busy*:1*, busybox:1.36, true",
  })
  void matchesAsGoDoes(String pattern, String text, boolean expected) {
    assertEquals(expected, new Glob(pattern).matches(text));
  }
}
