package dev.jbuild.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of text in columns as docker prints them: each column as wide as its widest cell and three
/// blanks, ten characters at least, the last one ragged.
public final class Table {
  private static final int GAP = 3;
  private static final int LEAST = 10;

  private final int least;
  private final int gap;
  private final List<List<String>> rows = new ArrayList<>();

  /// A table that begins with a row of headings.
  public Table(String... headings) {
    this(LEAST, GAP, headings);
  }

  /// A table with columns as narrow as they can be and so many blanks between them, as buildx has
  /// them.
  public Table(int gap, String... headings) {
    this(0, gap, headings);
  }

  private Table(int least, int gap, String... headings) {
    this.least = least;
    this.gap = gap;
    rows.add(List.of(headings));
  }

  /// Adds a row of as many cells as there are headings.
  public void add(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "row has " + cells.length + " cells, expected " + rows.getFirst().size());
    }
    rows.add(List.of(cells));
  }

  /// The table as text, one line for each row.
  public String render() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    Arrays.fill(widths, Math.max(0, least - gap));
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        text.append(cell);
        if (i + 1 < columns) {
          text.repeat(' ', widths[i] + gap - cell.length());
        }
      }
      text.append('\n');
    }
    return text.toString();
  }
}
