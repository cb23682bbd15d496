package dev.jbuild.cli.progress;

import java.util.ArrayList;
import java.util.List;

/// A terminal that understands what live pictures write: line feeds, carriage returns, cursor up,
/// erase to the end of line and screen, cursor on and off, colours.
final class VirtualScreen {
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;
  private boolean cursor = true;

  void write(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\u001b') {
        int end = i + 2;
        while (!Character.isLetter(text.charAt(end))) {
          end++;
        }
        control(text.charAt(end), text.substring(i + 2, end));
        i = end;
      } else if (c == '\n') {
        row++;
        column = 0;
        if (row == lines.size()) {
          lines.add(new StringBuilder());
        }
      } else if (c == '\r') {
        column = 0;
      } else {
        put(c);
      }
    }
  }

  private void put(char c) {
    StringBuilder line = lines.get(row);
    while (line.length() <= column) {
      line.append(' ');
    }
    line.setCharAt(column++, c);
  }

  private void control(char command, String argument) {
    switch (command) {
      case 'A' -> row -= Integer.parseInt(argument);
      case 'K' -> lines.get(row).setLength(Math.min(lines.get(row).length(), column));
      case 'J' -> {
        lines.get(row).setLength(Math.min(lines.get(row).length(), column));
        lines.subList(row + 1, lines.size()).clear();
      }
      case 'h', 'l' -> cursor = command == 'h';
      case 'm' -> {}
      default -> throw new AssertionError("unexpected escape sequence " + argument + command);
    }
  }

  boolean cursorVisible() {
    return cursor;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (StringBuilder line : lines) {
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing() + "\n";
  }
}
