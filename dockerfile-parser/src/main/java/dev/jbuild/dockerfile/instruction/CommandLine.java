package dev.jbuild.dockerfile.instruction;

import java.util.List;

/// A command in shell or JSON form.
///
/// @param words in shell form at most one, the whole text
/// @param shell whether it is in shell form, so that the shell is put before it
/// @param files heredocs, only with RUN
public record CommandLine(List<String> words, boolean shell, List<ShellFile> files) {

  public CommandLine {
    words = List.copyOf(words);
    files = List.copyOf(files);
  }
}
