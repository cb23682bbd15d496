package dev.jbuild.dockerfile.diagnostic;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the known name that a wrong one was probably meant to be.
public final class Suggestion {

  private static final int FARTHEST = 2;
  private static final int MOST_OPTIONS = 1_000;
  private static final int LONGEST = 64;

  private Suggestion() {}

  /// The option nearest to the word, when it is as near as the reference implementation takes for
  /// near: at most two letters differ, of however few.
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

  /// Advice that starts with "did you mean", or the empty text when no option is near, or of a
  /// short word more than half the letters differ.
  public static String advice(String word, Collection<String> options, boolean caseMatters) {
    return find(word, options, caseMatters)
        .filter(o -> 2 * distance(lower(word), lower(o), true) <= word.length())
        .map(o -> "did you mean '" + o + "'?")
        .orElse("");
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /// Levenshtein distance as far as it is not more than [#FARTHEST], else something larger. Only
  /// the middle that differs is compared, and there only what lies near the diagonal, for names
  /// that are missed may be many, and so may be the names they are compared with.
  private static int distance(String a, String b, boolean swaps) {
    int endA = a.length();
    int endB = b.length();
    if (Math.abs(endA - endB) > FARTHEST || Math.max(endA, endB) > LONGEST) {
      return Integer.MAX_VALUE;
    }
    int start = 0;
    while (start < endA && start < endB && a.charAt(start) == b.charAt(start)) {
      start++;
    }
    while (endA > start && endB > start && a.charAt(endA - 1) == b.charAt(endB - 1)) {
      endA--;
      endB--;
    }
    return nearDiagonal(a.substring(start, endA), b.substring(start, endB), swaps);
  }

  private static int nearDiagonal(String a, String b, boolean swaps) {
    int far = FARTHEST + 1;
    int[] twoAbove = new int[b.length() + 1];
    int[] above = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      int nearest = far;
      for (int j = Math.max(0, i - far); j <= Math.min(b.length(), i + far); j++) {
        int d = i == 0 || j == 0 ? i + j : far;
        if (Math.abs(i - j) <= FARTHEST && i > 0 && j > 0) {
          boolean same = a.charAt(i - 1) == b.charAt(j - 1);
          d = Math.min(above[j - 1] + (same ? 0 : 1), Math.min(above[j], row[j - 1]) + 1);
          boolean crossed =
              swaps
                  && i > 1
                  && j > 1
                  && a.charAt(i - 1) == b.charAt(j - 2)
                  && a.charAt(i - 2) == b.charAt(j - 1);
          d = crossed ? Math.min(d, twoAbove[j - 2] + 1) : d;
        }
        row[j] = Math.min(d, far);
        nearest = Math.min(nearest, row[j]);
      }
      if (nearest == far) {
        return far;
      }
      int[] free = twoAbove;
      twoAbove = above;
      above = row;
      row = free;
    }
    return above[b.length()];
  }
}
