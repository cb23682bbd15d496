package dev.jbuild.dockerfile.diagnostic;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the known name that a wrong one was probably meant to be.
public final class Suggestion {

  private Suggestion() {}

  /// The option nearest to the word, when it is near enough to be worth showing: at most about a
  /// third of its letters differ.
  public static Optional<String> find(
      String word, Collection<String> options, boolean caseMatters) {
    String wanted = caseMatters ? word : word.toLowerCase(Locale.ROOT);
    int best = Integer.MAX_VALUE;
    String found = null;
    for (String option : options) {
      String candidate = caseMatters ? option : option.toLowerCase(Locale.ROOT);
      if (candidate.equals(wanted)) {
        return Optional.empty();
      }
      int distance = distance(wanted, candidate);
      if (distance < best) {
        best = distance;
        found = option;
      }
    }
    return found != null && best <= limit(wanted.length()) ? Optional.of(found) : Optional.empty();
  }

  /// Advice that starts with "did you mean", or the empty text.
  public static String advice(String word, Collection<String> options, boolean caseMatters) {
    return find(word, options, caseMatters).map(o -> "did you mean '" + o + "'?").orElse("");
  }

  private static int limit(int length) {
    return length <= 3 ? 1 : length <= 8 ? 2 : 3;
  }

  /// Levenshtein distance; texts longer than any name are infinitely far from everything.
  private static int distance(String a, String b) {
    if (a.length() > 64 || b.length() > 64) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
