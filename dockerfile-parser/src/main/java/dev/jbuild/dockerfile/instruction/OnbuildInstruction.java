package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Heredoc;
import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.shell.Blanks;

/// `ONBUILD`: an instruction to run in builds that start from this image.
///
/// @param trigger text of the instruction, heredocs included
public record OnbuildInstruction(Node node, String trigger) implements Instruction {

  static OnbuildInstruction read(InstructionReader in) throws InvalidInstructionException {
    Node inner = in.node().trigger();
    if (inner == null) {
      throw InstructionReader.invalid("ONBUILD needs an instruction", in.node().word());
    }
    in.noFlags();
    String word = inner.keyword();
    if (word.equals("ONBUILD") || word.equals("MAINTAINER") || word.equals("FROM")) {
      throw InstructionReader.invalid(
          word + " is not allowed as a trigger of ONBUILD", inner.word());
    }
    StringBuilder trigger = new StringBuilder(afterWord(in.node().original()));
    for (Heredoc heredoc : in.node().heredocs()) {
      trigger.append('\n').append(heredoc.content()).append(heredoc.name());
    }
    return new OnbuildInstruction(in.node(), trigger.toString());
  }

  private static String afterWord(String original) {
    String text = Blanks.trimStart(original);
    return Blanks.trimStart(text.substring("ONBUILD".length()));
  }
}
