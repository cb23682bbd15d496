package dev.jbuild.dockerfile.ignore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void excludedFolderIsLeftAloneUnlessALaterPatternMayMatchBelow() throws InvalidPatternException {
    IgnorePatterns patterns = parse("!build/keep\nbuild\ncache\n!cache/keep\n");
    assertFalse(patterns.mayIncludeBelow("build"));
    assertTrue(patterns.mayIncludeBelow("cache"));
    assertFalse(new IgnoreDecisions(patterns).mayIncludeBelow("build"));
    assertTrue(new IgnoreDecisions(patterns).mayIncludeBelow("cache"));
  }

  /// Every shape of pattern on every path of a small world, by both ways to decide.
  @Test
  void decisionsOfAWalkAreThoseOfThePatterns() throws InvalidPatternException {
    List<String> patterns =
        List.of(
            "a",
            "b/**",
            "**/c",
            "**/*.x",
            "a/**/b",
            "*/c",
            "**",
            "a/*.x",
            "[ab]/?",
            "**c",
            "c.x",
            "**/a/**",
            "*",
            "a/b/c",
            "**/b*",
            "**/[a-b].x",
            "\\a",
            ".a",
            "**/.a/*");
    List<String> names = List.of("a", "b", "c", "a.x", "c.x", ".a", "bc");
    List<String> paths = new ArrayList<>(names);
    for (String first : names) {
      for (String second : names) {
        paths.add(first + "/" + second);
        names.forEach(third -> paths.add(first + "/" + second + "/" + third));
      }
    }
    int decided = 0;
    for (String first : patterns) {
      for (String second : patterns) {
        IgnorePatterns both = IgnorePatterns.of(List.of(first, "!" + second, "b/c"));
        IgnoreDecisions walk = new IgnoreDecisions(both);
        for (String path : paths) {
          assertEquals(
              both.decisive(path), walk.decisive(path), first + " !" + second + " " + path);
          decided += walk.excludes(path) ? 1 : 0;
        }
      }
    }
    assertTrue(decided > 1_000, "decided " + decided);
  }

  @Test
  void manyPathsAndManyPatternsTakeLittleTime() throws InvalidPatternException {
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      patterns.add(
          switch (i % 5) {
            case 0 -> "**/*.end" + i;
            case 1 -> "module" + i + "/target";
            case 2 -> "**/modules" + i + "/**";
            case 3 -> "docs/*/draft" + i + "*.md";
            default ->
                i % 2 == 0 ? "!module" + (i - 3) + "/target/keep*.jar" : "!**/keep" + i + "/*";
          });
    }
    IgnoreDecisions decisions = new IgnoreDecisions(IgnorePatterns.of(patterns));
    int excluded = 0;
    long begun = System.nanoTime();
    for (int i = 0; i < 100_000; i++) {
      String path = "module" + i % 100 + (i % 3 == 0 ? "/target/" : "/src/main/java/") + "File" + i;
      excluded += decisions.excludes(path + (i % 7 == 0 ? ".end5" : ".java")) ? 1 : 0;
    }
    long millis = (System.nanoTime() - begun) / 1_000_000;
    assertTrue(excluded > 10_000, "excluded " + excluded);
    assertTrue(millis < 5_000, "took " + millis + " ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a-b-c]", "[", "[]", "a\\", "!", "[z-a]"})
  void malformedPatternIsAnErrorForTheWholeFile(String pattern) {
    InvalidPatternException e =
        assertThrows(InvalidPatternException.class, () -> parse("fine\n" + pattern + "\n"));
    assertEquals(2, e.line());
  }
}
