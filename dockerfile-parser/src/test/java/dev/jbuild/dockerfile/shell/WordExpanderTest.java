package dev.jbuild.dockerfile.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordExpanderTest {

  private static final Variables VARIABLES =
      Variables.of(Map.of("A", "a.b.c", "E", "", "P", "/usr/local/bin", "S", "x y"));

  private final WordExpander words = WordExpander.withEscape('\\');

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$A|a.b.c",
        "pre${A}post|prea.b.cpost",
        "${NO:-$A}|a.b.c",
        "${E:-empty}|empty",
        "${E-empty}|``",
        "${A:+set}|set",
        "${NO+set}|``",
        "${A#*.}|b.c",
        "${A##*.}|c",
        "${A%.*}|a.b",
        "${A%%.*}|a",
        "${A/./-}|a-b.c",
        "${A//./-}|a-b-c",
        "${P//\\//_}|_usr_local_bin",
        "'$A'|$A",
        "\"$A\"|a.b.c",
        "\\$A|$A",
        "\"a\\nb\"|a\\nb",
        "a\\nb|anb",
        "$NO|``",
        "$|$",
      })
  void expandsAsInDockerfiles(String word, String expected) throws ExpansionException {
    assertEquals(expected, words.expandToText(word, VARIABLES));
  }

  @Test
  void splitsUnquotedValuesIntoWords() throws ExpansionException {
    assertEquals(List.of("x", "y", "a b"), words.expand("$S 'a b'", VARIABLES).words());
  }

  @Test
  void tellsWhichNamesWereLookedUp() throws ExpansionException {
    Expansion expansion = words.expand("$A${NO:-$B}", VARIABLES);
    assertEquals(Set.of("A"), expansion.used());
    assertEquals(Set.of("NO", "B"), expansion.unset());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "${A|not closed",
        "${}|name of a variable",
        "${A^^}|modifier",
        "'open|single quote",
        "\"open|double quote",
        "${NO:?give NO}|NO: give NO",
        "${E:?}|allowed to be empty",
        "${A:#x}|modifier",
        "${A#\\x}|backslash"
      })
  void refusesWhatTheLanguageRefuses(String word, String message) {
    ExpansionException e =
        assertThrows(ExpansionException.class, () -> words.expand(word, VARIABLES));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  @Test
  void boundsTheDepthOfNesting() {
    String word = "${A:+".repeat(1000) + "}".repeat(1000);
    ExpansionException e =
        assertThrows(ExpansionException.class, () -> words.expand(word, VARIABLES));
    assertTrue(String.valueOf(e.getMessage()).contains("limit of 500"), e.getMessage());
  }

  @Test
  void boundsTheLengthOfTheResult() {
    Variables large = name -> "x".repeat(1 << 20);
    assertThrows(ExpansionException.class, () -> words.expand("$A".repeat(20), large));
  }

  @Test
  void boundsTheWorkOfPatterns() {
    Variables large = name -> "a".repeat(100_000);
    String word = "${A//" + "*a".repeat(500) + "b/x}";
    ExpansionException e = assertThrows(ExpansionException.class, () -> words.expand(word, large));
    assertTrue(String.valueOf(e.getMessage()).contains("steps"), e.getMessage());
  }
}
