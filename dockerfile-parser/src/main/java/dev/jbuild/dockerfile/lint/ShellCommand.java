package dev.jbuild.dockerfile.lint;

import java.util.List;
import java.util.Set;

/// One simple command of a shell text.
///
/// @param words with their quotes removed; substitutions are left in the text
/// @param piped whether it reads what the command before it writes
/// @param redirected whether its input or output is a file
record ShellCommand(List<String> words, boolean piped, boolean redirected) {

  private static final Set<String> PREFIXES = Set.of("command", "env", "exec", "nice", "time");

  ShellCommand {
    words = List.copyOf(words);
  }

  /// Whether the command is given to sudo.
  boolean isSudo() {
    int first = skipAssignments(0);
    return first < words.size() && words.get(first).equals("sudo");
  }

  /// The words from the program on: without assignments, `sudo`, `env` and their like.
  List<String> call() {
    int at = skipAssignments(0);
    while (at < words.size()) {
      String word = words.get(at);
      if (!word.equals("sudo") && !PREFIXES.contains(word)) {
        break;
      }
      at++;
      while (at < words.size() && words.get(at).startsWith("-")) {
        at++;
      }
      at = skipAssignments(at);
    }
    return words.subList(at, words.size());
  }

  /// The name of the program without its directory, or empty.
  String program() {
    List<String> call = call();
    return call.isEmpty() ? "" : call.getFirst().substring(call.getFirst().lastIndexOf('/') + 1);
  }

  private int skipAssignments(int from) {
    int at = from;
    while (at < words.size() && isAssignment(words.get(at))) {
      at++;
    }
    return at;
  }

  private static boolean isAssignment(String word) {
    int equals = word.indexOf('=');
    for (int i = 0; i < equals; i++) {
      char c = word.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_') {
        return false;
      }
    }
    return equals > 0;
  }
}
