package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.shell.WordExpander;

/// The expanders a file needs.
///
/// @param words for operands and values
/// @param bodies for heredocs of COPY: quotes are plain, the escape is always a backslash
/// @param display for the text of RUN in progress: keeps quotes and what is not set
record Expansions(WordExpander words, WordExpander bodies, WordExpander display) {

  Expansions(char escape) {
    this(
        WordExpander.withEscape(escape),
        new WordExpander('\\', false, false, true, false),
        new WordExpander(escape, true, false, false, true));
  }
}
