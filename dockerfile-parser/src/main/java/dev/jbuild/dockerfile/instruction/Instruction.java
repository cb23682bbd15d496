package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.diagnostic.SourceRange;

/// An instruction with its flags and operands told apart. Values are as written: variables are not
/// expanded and quotes are in place.
public sealed interface Instruction
    permits AddInstruction,
        ArgInstruction,
        CmdInstruction,
        CopyInstruction,
        EntrypointInstruction,
        EnvInstruction,
        ExposeInstruction,
        FromInstruction,
        HealthcheckInstruction,
        LabelInstruction,
        MaintainerInstruction,
        OnbuildInstruction,
        RunInstruction,
        ShellInstruction,
        StopSignalInstruction,
        UnsetInstruction,
        UserInstruction,
        VolumeInstruction,
        WorkdirInstruction {

  /// The instruction as it was split.
  Node node();

  /// Its lines.
  default SourceRange range() {
    return node().range();
  }
}
