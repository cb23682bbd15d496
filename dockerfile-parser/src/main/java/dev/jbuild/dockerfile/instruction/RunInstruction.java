package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.diagnostic.Suggestion;
import java.util.ArrayList;
import java.util.List;

/// `RUN`: runs a command.
///
/// @param mounts values of `--mount` as written; [MountOptions] reads them
/// @param network `default`, `none` or `host`
/// @param security `sandbox` or `insecure`
/// @param flagNames names of the flags given, sorted
public record RunInstruction(
    Node node,
    CommandLine command,
    List<String> mounts,
    String network,
    String security,
    List<RunDevice> devices,
    List<String> flagNames)
    implements Instruction {

  public RunInstruction {
    mounts = List.copyOf(mounts);
    devices = List.copyOf(devices);
    flagNames = List.copyOf(flagNames);
  }

  private static final FlagSet.Known FLAGS =
      new FlagSet.Known()
          .with(FlagSet.Kind.LIST, "mount", "device")
          .with(FlagSet.Kind.TEXT, "network", "security");

  static RunInstruction read(InstructionReader in) throws InvalidInstructionException {
    FlagSet flags = in.flags(FLAGS);
    List<String> mounts = flags.list("mount");
    for (String mount : mounts) {
      MountOptions.from(mount, in.extras()); // fails for one with a variable
    }
    List<RunDevice> devices = new ArrayList<>();
    for (String device : flags.list("device")) {
      devices.add(RunDevice.parse(device));
    }
    return new RunInstruction(
        in.node(),
        in.commandLine(),
        mounts,
        oneOf(flags, "network", "default", "none", "host"),
        oneOf(flags, "security", "sandbox", "insecure"),
        devices,
        flags.names());
  }

  /// The value of a flag, by default the first of those allowed.
  private static String oneOf(FlagSet flags, String name, String... allowed)
      throws InvalidInstructionException {
    if (!flags.names().contains(name)) {
      return allowed[0];
    }
    String value = flags.text(name);
    List<String> values = List.of(allowed);
    if (!values.contains(value)) {
      throw InstructionReader.invalid(
          "the flag --" + name + " is '" + value + "', not one of " + String.join(", ", values),
          value,
          Suggestion.advice(value, values, true));
    }
    return value;
  }
}
