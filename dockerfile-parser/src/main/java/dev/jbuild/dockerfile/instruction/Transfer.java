package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Heredoc;
import dev.jbuild.dockerfile.ast.HeredocWord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What COPY and ADD have in common: sources, files written in place, and a destination.
public record Transfer(List<String> sources, List<InlineFile> files, String destination) {

  public Transfer {
    sources = List.copyOf(sources);
    files = List.copyOf(files);
  }

  static void checkOperands(InstructionReader in) throws InvalidInstructionException {
    if (in.arguments().size() < 2) {
      throw InstructionReader.invalid(
          in.keyword() + " needs at least two arguments, sources and a destination",
          in.node().word(),
          in.arguments().isEmpty() ? "" : "add the destination at the end");
    }
  }

  static Transfer read(InstructionReader in) throws InvalidInstructionException {
    List<String> operands = in.arguments();
    String destination = operands.getLast();
    if (HeredocWord.find(destination).isPresent()) {
      throw InstructionReader.invalid(
          in.keyword() + " cannot take a heredoc as its destination", destination);
    }
    List<String> sources = new ArrayList<>(operands.size() - 1);
    List<InlineFile> files = new ArrayList<>();
    Map<String, Heredoc> heredocs = new HashMap<>();
    in.node().heredocs().forEach(h -> heredocs.put(h.name(), h));
    for (String operand : operands.subList(0, operands.size() - 1)) {
      Optional<HeredocWord> word = HeredocWord.find(operand);
      if (word.isPresent()) {
        files.add(file(word.get(), heredocs.get(word.get().name())));
      } else {
        sources.add(operand);
      }
    }
    return new Transfer(sources, files, destination);
  }

  /// The last heredoc of that name; in JSON form there is no body.
  private static InlineFile file(HeredocWord word, @Nullable Heredoc heredoc) {
    String content =
        heredoc == null ? "" : word.chomp() ? heredoc.withoutTabs() : heredoc.content();
    return new InlineFile(word.name(), content, word.expand());
  }
}
