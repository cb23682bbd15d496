package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.shell.Blanks;
import java.util.List;

/// `VOLUME`: paths that hold data outside the image.
public record VolumeInstruction(Node node, List<String> paths) implements Instruction {

  public VolumeInstruction {
    paths = List.copyOf(paths);
  }

  static VolumeInstruction read(InstructionReader in) throws InvalidInstructionException {
    in.atLeastOneArgument();
    in.noFlags();
    List<String> paths = in.arguments().stream().map(Blanks::trim).toList();
    if (paths.contains("")) {
      throw InstructionReader.invalid("VOLUME has a path that is empty", in.node().word());
    }
    return new VolumeInstruction(in.node(), paths);
  }
}
