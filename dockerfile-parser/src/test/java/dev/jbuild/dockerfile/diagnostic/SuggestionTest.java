package dev.jbuild.dockerfile.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  private static int slowDistance(String a, String b, boolean swaps) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean crossed =
            swaps
                && i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (crossed) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private static Optional<String> slowFind(String word, List<String> options, boolean swaps) {
    int best = 3;
    Optional<String> found = Optional.empty();
    for (String option : options) {
      int distance = slowDistance(word, option, swaps);
      if (distance == 0) {
        return Optional.empty();
      }
      if (distance < best) {
        best = distance;
        found = Optional.of(option);
      }
    }
    return found;
  }

  private static String randomWord(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      word.append((char) ('a' + random.nextInt(3)));
    }
    return word.toString();
  }

  @Test
  void nearestNameIsFoundAsByTheWholeTable() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      String word = randomWord(random);
      List<String> options = new ArrayList<>();
      for (int n = random.nextInt(4); n >= 0; n--) {
        options.add(randomWord(random));
      }
      assertEquals(
          slowFind(word, options, false), Suggestion.find(word, options, true), word + options);
      assertEquals(
          slowFind(word, options, true), Suggestion.find(word, options, false), word + options);
    }
  }

  @Test
  void nothingFartherThanTwoLettersIsSuggested() {
    assertEquals(Optional.of("builder"), Suggestion.find("biulder", List.of("builder"), false));
    assertEquals(Optional.empty(), Suggestion.find("binder", List.of("compiler"), false));
    assertEquals("did you mean 'COPY'?", Suggestion.advice("cpoy", List.of("RUN", "COPY"), false));
  }
}
