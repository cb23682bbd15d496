package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.shell.Expansion;
import dev.jbuild.dockerfile.shell.ExpansionException;
import dev.jbuild.dockerfile.shell.Variables;
import dev.jbuild.dockerfile.shell.WordExpander;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The word that announces a heredoc: optional digits, `<<`, an optional `-`, optional blanks, a
/// name.
///
/// @param name the terminator, quotes removed
/// @param expand whether no part of the name was in quotes; a backslash does not count
public record HeredocWord(String name, int descriptor, boolean expand, boolean chomp) {

  private static final WordExpander LINE = new WordExpander('\\', true, true, false, true);
  private static final WordExpander QUOTED = new WordExpander('\\', true, false, false, true);
  private static final WordExpander PLAIN = new WordExpander('\\', false, false, false, true);

  /// All heredoc words of a line; words are told apart as a shell would.
  static List<HeredocWord> inLine(String line) throws SyntaxException {
    List<HeredocWord> found = new ArrayList<>(2);
    for (String word : words(line)) {
      try {
        read(word).ifPresent(found::add);
      } catch (ExpansionException e) {
        throw new SyntaxException("the name of the heredoc cannot be read", word, "");
      }
    }
    return found;
  }

  /// Words up to the point where quoting breaks off; a quote that is never closed hides everything.
  private static List<String> words(String line) {
    try {
      return LINE.expand(line, Variables.none()).words();
    } catch (ExpansionException e) {
      return List.of();
    }
  }

  /// The heredoc that a word announces, if any; a word with a broken name announces none.
  public static Optional<HeredocWord> find(String word) {
    try {
      return read(word);
    } catch (ExpansionException e) {
      return Optional.empty();
    }
  }

  private static Optional<HeredocWord> read(String word) throws ExpansionException {
    int i = 0;
    while (i < word.length() && word.charAt(i) >= '0' && word.charAt(i) <= '9') {
      i++;
    }
    int descriptor = i == 0 || i > 9 ? 0 : Integer.parseInt(word, 0, i, 10);
    if (!word.startsWith("<<", i)) {
      return Optional.empty();
    }
    i += 2;
    boolean chomp = word.startsWith("-", i);
    i += chomp ? 1 : 0;
    while (i < word.length() && " \t\n\f\r".indexOf(word.charAt(i)) >= 0) {
      i++;
    }
    String rest = word.substring(i);
    if (rest.isEmpty() || rest.indexOf('<') >= 0) {
      return Optional.empty();
    }
    Expansion name = PLAIN.expand(rest, Variables.none());
    if (name.words().size() != 1) {
      return Optional.empty();
    }
    Expansion quoted = QUOTED.expand(rest, Variables.none());
    boolean expand = quoted.words().equals(name.words());
    return Optional.of(new HeredocWord(name.words().getFirst(), descriptor, expand, chomp));
  }
}
