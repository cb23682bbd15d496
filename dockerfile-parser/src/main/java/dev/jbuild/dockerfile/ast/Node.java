package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One instruction at the first level: split into word, flags and arguments, nothing checked yet.
///
/// @param word the instruction's word as written
/// @param flags leading `--` words, quotes and escapes of the flag level resolved
/// @param arguments how they are split depends on the word; one element, the whole rest, for
///   instructions that take text
/// @param json whether the arguments were written as a JSON array
/// @param heredocs in the order of their bodies
/// @param comments text of the comment lines directly above, without `#`
/// @param trigger the instruction after ONBUILD, else null
/// @param original the joined instruction with comments and continuations taken out
public record Node(
    String word,
    List<String> flags,
    List<String> arguments,
    boolean json,
    List<Heredoc> heredocs,
    List<String> comments,
    @Nullable Node trigger,
    SourceRange range,
    String original) {

  public Node {
    flags = List.copyOf(flags);
    arguments = List.copyOf(arguments);
    heredocs = List.copyOf(heredocs);
    comments = List.copyOf(comments);
  }

  /// This instruction at another place of a source.
  public Node at(SourceRange other) {
    return new Node(word, flags, arguments, json, heredocs, comments, trigger, other, original);
  }

  /// The instruction's word in upper case.
  public String keyword() {
    return word.toUpperCase(Locale.ROOT);
  }
}
