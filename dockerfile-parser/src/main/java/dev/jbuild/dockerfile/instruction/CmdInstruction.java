package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;

/// `CMD`: the default command, or the default arguments of the entry point.
public record CmdInstruction(Node node, CommandLine command) implements Instruction {

  static CmdInstruction read(InstructionReader in) throws InvalidInstructionException {
    in.noFlags();
    return new CmdInstruction(in.node(), in.commandLine());
  }
}
