package dev.jbuild.builder.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeepPatternTest {
  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, true",
    "a/b, a/b/c, true",
    "a/b, a, false",
    "a/b, a/c, false",
    "**/*.txt, x.txt, true",
    "**/*.txt, a/b/x.txt, true",
    "**/*.txt, a/b/x.md, false",
    "a/**/z, a/z, true",
    "a/**/z, a/b/c/z, true",
    "a/**/z, b/z, false",
    "a/**, a/b, true",
    "*/src, x/src/Main.java, true",
  })
  void letsMatchesThroughAndWhatIsBelowThem(String pattern, String path, boolean in) {
    assertEquals(in, !DeepPattern.parse(pattern).excludes(path));
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/c, a, true",
    "a/b/c, a/b, true",
    "a/b/c, x, false",
    "**/z, x/y, true",
    "a/*/c, a/x, true",
    "a/*/c, b/x, false",
  })
  void prunesDirectoriesThatLeadNowhere(String pattern, String directory, boolean worthIt) {
    assertEquals(worthIt, DeepPattern.parse(pattern).mayIncludeBelow(directory));
  }
}
