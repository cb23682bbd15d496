package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `ADD`: copies files, remote ones included, and unpacks local archives.
///
/// @param keepGitDirectory null when the flag was not given
/// @param unpack null when the flag was not given
public record AddInstruction(
    Node node,
    Transfer transfer,
    String chown,
    String chmod,
    boolean link,
    List<String> excludes,
    String checksum,
    @Nullable Boolean keepGitDirectory,
    @Nullable Boolean unpack)
    implements Instruction {

  public AddInstruction {
    excludes = List.copyOf(excludes);
  }

  private static final FlagSet.Known FLAGS =
      new FlagSet.Known()
          .with(FlagSet.Kind.TEXT, "chown", "chmod", "checksum")
          .with(FlagSet.Kind.SWITCH, "link", "keep-git-dir", "unpack")
          .with(FlagSet.Kind.LIST, "exclude");

  static AddInstruction read(InstructionReader in) throws InvalidInstructionException {
    Transfer.checkOperands(in);
    FlagSet flags = in.flags(FLAGS);
    return new AddInstruction(
        in.node(),
        Transfer.read(in),
        flags.text("chown"),
        flags.text("chmod"),
        flags.isOn("link"),
        flags.list("exclude"),
        flags.text("checksum"),
        flags.state("keep-git-dir"),
        flags.state("unpack"));
  }
}
