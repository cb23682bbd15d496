package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import java.util.List;

/// `COPY`: copies files of the context, a stage or an image.
///
/// @param from stage name or number, image or named context; empty for the build context
public record CopyInstruction(
    Node node,
    Transfer transfer,
    String from,
    String chown,
    String chmod,
    boolean link,
    boolean parents,
    List<String> excludes)
    implements Instruction {

  public CopyInstruction {
    excludes = List.copyOf(excludes);
  }

  private static final FlagSet.Known FLAGS =
      new FlagSet.Known()
          .with(FlagSet.Kind.TEXT, "from", "chown", "chmod")
          .with(FlagSet.Kind.SWITCH, "link", "parents")
          .with(FlagSet.Kind.LIST, "exclude");

  static CopyInstruction read(InstructionReader in) throws InvalidInstructionException {
    Transfer.checkOperands(in);
    FlagSet flags = in.flags(FLAGS);
    return new CopyInstruction(
        in.node(),
        Transfer.read(in),
        flags.text("from"),
        flags.text("chown"),
        flags.text("chmod"),
        flags.isOn("link"),
        flags.isOn("parents"),
        flags.list("exclude"));
  }
}
