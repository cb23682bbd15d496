package dev.jbuild.cli.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// What differs between two texts, in the unified format of diff(1), with three lines of context.
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /// Most pairs of lines that are compared; beyond it, what lies between the first and the last
  /// difference is shown as replaced.
  private static final long MOST_PAIRS = 25_000_000;

  private final List<String> before;
  private final List<String> after;
  private final List<Change> changes = new ArrayList<>();

  /// Lines `fromA` to `toA` of the old text became lines `fromB` to `toB` of the new one.
  private record Change(int fromA, int toA, int fromB, int toB) {}

  private UnifiedDiff(String before, String after) {
    this.before = lines(before);
    this.after = lines(after);
  }

  /// The difference, empty when there is none.
  public static String of(String name, String before, String after) {
    UnifiedDiff diff = new UnifiedDiff(before, after);
    diff.compare();
    return diff.changes.isEmpty() ? "" : diff.print(name);
  }

  /// Lines with their line feeds; the last may have none.
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int feed = text.indexOf('\n', from);
      int to = feed < 0 ? text.length() : feed + 1;
      lines.add(text.substring(from, to));
      from = to;
    }
    return lines;
  }

  private void compare() {
    int start = 0;
    int endA = before.size();
    int endB = after.size();
    while (start < endA && start < endB && before.get(start).equals(after.get(start))) {
      start++;
    }
    while (endA > start && endB > start && before.get(endA - 1).equals(after.get(endB - 1))) {
      endA--;
      endB--;
    }
    int a = start;
    int b = start;
    if ((long) (endA - a) * (endB - b) <= MOST_PAIRS) {
      int[][] common = common(start, endA, endB);
      while (a < endA && b < endB) {
        int fromA = a;
        int fromB = b;
        while (a < endA && b < endB && !before.get(a).equals(after.get(b))) {
          boolean skipA = common[a + 1 - start][b - start] >= common[a - start][b + 1 - start];
          a += skipA ? 1 : 0;
          b += skipA ? 0 : 1;
        }
        add(fromA, a, fromB, b);
        while (a < endA && b < endB && before.get(a).equals(after.get(b))) {
          a++;
          b++;
        }
      }
    }
    add(a, endA, b, endB);
  }

  private void add(int fromA, int toA, int fromB, int toB) {
    if (fromA == toA && fromB == toB) {
      return;
    }
    Change last = changes.isEmpty() ? null : changes.getLast();
    if (last != null && last.toA == fromA && last.toB == fromB) {
      changes.removeLast();
      changes.add(new Change(last.fromA, toA, last.fromB, toB));
    } else {
      changes.add(new Change(fromA, toA, fromB, toB));
    }
  }

  /// Lengths of the longest common subsequences of the rests from each pair of lines on.
  private int[][] common(int start, int endA, int endB) {
    int[][] length = new int[endA - start + 1][endB - start + 1];
    for (int a = endA - 1; a >= start; a--) {
      int[] row = length[a - start];
      int[] next = length[a + 1 - start];
      for (int b = endB - 1; b >= start; b--) {
        boolean same = before.get(a).equals(after.get(b));
        row[b - start] =
            same ? next[b + 1 - start] + 1 : Math.max(next[b - start], row[b + 1 - start]);
      }
    }
    return length;
  }

  private String print(String name) {
    StringBuilder out = new StringBuilder();
    out.append("--- ").append(name).append(".orig\n+++ ").append(name).append('\n');
    int at = 0;
    while (at < changes.size()) {
      int last = at;
      while (last + 1 < changes.size()
          && changes.get(last + 1).fromA - changes.get(last).toA <= 2 * CONTEXT) {
        last++;
      }
      printHunk(out, changes.subList(at, last + 1));
      at = last + 1;
    }
    return out.toString();
  }

  private void printHunk(StringBuilder out, List<Change> hunk) {
    Change first = hunk.getFirst();
    Change last = hunk.getLast();
    int lead = Math.min(CONTEXT, first.fromA);
    int tail = Math.min(CONTEXT, before.size() - last.toA);
    out.append("@@ -").append(range(first.fromA - lead, last.toA + tail));
    out.append(" +").append(range(first.fromB - lead, last.toB + tail)).append(" @@\n");
    int a = first.fromA - lead;
    for (Change change : hunk) {
      printLines(out, ' ', before.subList(a, change.fromA));
      printLines(out, '-', before.subList(change.fromA, change.toA));
      printLines(out, '+', after.subList(change.fromB, change.toB));
      a = change.toA;
    }
    printLines(out, ' ', before.subList(a, last.toA + tail));
  }

  private static String range(int from, int to) {
    int count = to - from;
    int first = count == 0 ? from : from + 1;
    return count == 1 ? String.valueOf(first) : first + "," + count;
  }

  private static void printLines(StringBuilder out, char mark, List<String> lines) {
    for (String line : lines) {
      out.append(mark).append(line);
      if (!line.endsWith("\n")) {
        out.append("\n\\ No newline at end of file\n");
      }
    }
  }
}
