package dev.jbuild.dockerfile.diagnostic;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the known name that a wrong one was probably meant to be.
public final class Suggestion {

  private static final int FARTHEST = 2;
  private static final int MOST_OPTIONS = 1_000;

  private Suggestion() {}

  /// The option nearest to the word, when it is near enough to be worth showing: at most about a
  /// third of its letters differ.
  public static Optional<String> find(
      String word, Collection<String> options, boolean caseMatters) {
    if (options.size() > MOST_OPTIONS) {
      return Optional.empty();
    }
    String wanted = caseMatters ? word : word.toLowerCase(Locale.ROOT);
    int best = Integer.MAX_VALUE;
    String found = null;
    for (String option : options) {
      String candidate = caseMatters ? option : option.toLowerCase(Locale.ROOT);
      if (candidate.equals(wanted)) {
        return Optional.empty();
      }
      int distance = distance(wanted, candidate, !caseMatters);
      if (distance < best) {
        best = distance;
        found = option;
      }
    }
    return found != null && best <= FARTHEST ? Optional.of(found) : Optional.empty();
  }

  /// Advice that starts with "did you mean", or the empty text.
  public static String advice(String word, Collection<String> options, boolean caseMatters) {
    return find(word, options, caseMatters).map(o -> "did you mean '" + o + "'?").orElse("");
  }

  /// Levenshtein distance; texts longer than any name are infinitely far from everything.
  private static int distance(String a, String b, boolean swaps) {
    if (a.length() > 64 || b.length() > 64 || Math.abs(a.length() - b.length()) > FARTHEST) {
      return Integer.MAX_VALUE;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
            swaps
                && i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
