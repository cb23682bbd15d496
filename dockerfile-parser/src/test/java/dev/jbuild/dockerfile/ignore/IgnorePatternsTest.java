package dev.jbuild.dockerfile.ignore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IgnorePatternsTest {

  private static IgnorePatterns parse(String text) throws InvalidPatternException {
    return IgnorePatterns.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void lastMatchingPatternDecides() throws InvalidPatternException {
    IgnorePatterns patterns = parse("# comment\n*.md\n!README.md\nREADME-secret.md\n");
    assertTrue(patterns.excludes("a.md"));
    assertFalse(patterns.excludes("README.md"));
    assertTrue(patterns.excludes("README-secret.md"));
    assertEquals(3, patterns.decisive("README.md").orElseThrow().line());
  }

  @Test
  void patternOfDirectoryExcludesWhatIsBelow() throws InvalidPatternException {
    IgnorePatterns patterns = parse("/build/\n!build/keep\n");
    assertTrue(patterns.excludes("build/a/b"));
    assertFalse(patterns.excludes("build/keep/x"));
    assertFalse(patterns.excludes("sub/build"));
  }

  @Test
  void doubleStarSpansDirectories() throws InvalidPatternException {
    IgnorePatterns patterns = parse("**/*.class\na/**/z\nlogs/**\n");
    assertTrue(patterns.excludes("A.class"));
    assertTrue(patterns.excludes("x/y/A.class"));
    assertTrue(patterns.excludes("a/z"));
    assertTrue(patterns.excludes("a/b/c/z"));
    assertTrue(patterns.excludes("logs/x"));
    assertFalse(patterns.excludes("logs"));
  }

  @Test
  void bracketsAndEscapesAreUnderstood() throws InvalidPatternException {
    IgnorePatterns patterns = parse("[a-c]?.txt\n\\*\n[^x]yz\n");
    assertTrue(patterns.excludes("b1.txt"));
    assertFalse(patterns.excludes("d1.txt"));
    assertTrue(patterns.excludes("*"));
    assertFalse(patterns.excludes("star"));
    assertTrue(patterns.excludes("ayz"));
    assertFalse(patterns.excludes("xyz"));
  }

  @Test
  void walksNeedNotEnterWhatCannotComeBack() throws InvalidPatternException {
    IgnorePatterns patterns = parse("*\n!src/*.java\n!docs/**/keep\n");
    assertFalse(patterns.mayIncludeBelow("node_modules"));
    assertTrue(patterns.mayIncludeBelow("src"));
    assertTrue(patterns.mayIncludeBelow("docs/a/b"));
    assertFalse(parse("*\n").mayIncludeBelow("src"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a-b-c]", "[", "[]", "a\\", "!", "[z-a]"})
  void malformedPatternIsAnErrorForTheWholeFile(String pattern) {
    InvalidPatternException e =
        assertThrows(InvalidPatternException.class, () -> parse("fine\n" + pattern + "\n"));
    assertEquals(2, e.line());
  }
}
