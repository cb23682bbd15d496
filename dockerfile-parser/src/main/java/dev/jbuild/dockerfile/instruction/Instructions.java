package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.diagnostic.Suggestion;
import java.util.List;
import java.util.Locale;

/// All instructions of the language, by their words.
public final class Instructions {

  /// The words, in upper case.
  public static final List<String> NAMES =
      List.of(
          "ADD",
          "ARG",
          "CMD",
          "COPY",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "FROM",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "RUN",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");

  /// How to switch on what only jbuild knows.
  public static final String SWITCH =
      "build with --extras or write '# extras=true' at the top of the file";

  private static final List<String> EXTRAS = List.of("INCLUDE", "UNSET");

  private Instructions() {}

  /// Reads an instruction as BuildKit does.
  ///
  /// @throws InvalidInstructionException when its word is unknown or a flag or operand is wrong
  public static Instruction read(Node node) throws InvalidInstructionException {
    return read(node, false);
  }

  /// Reads an instruction.
  ///
  /// @param extras whether what only jbuild knows is allowed
  /// @throws InvalidInstructionException when its word is unknown or a flag or operand is wrong
  public static Instruction read(Node node, boolean extras) throws InvalidInstructionException {
    InstructionReader in = new InstructionReader(node, extras);
    return switch (node.word().toLowerCase(Locale.ROOT)) {
      case "add" -> AddInstruction.read(in);
      case "arg" -> ArgInstruction.read(in);
      case "cmd" -> CmdInstruction.read(in);
      case "copy" -> CopyInstruction.read(in);
      case "entrypoint" -> EntrypointInstruction.read(in);
      case "env" -> EnvInstruction.read(in);
      case "expose" -> ExposeInstruction.read(in);
      case "from" -> FromInstruction.read(in);
      case "healthcheck" -> HealthcheckInstruction.read(in);
      case "label" -> LabelInstruction.read(in);
      case "maintainer" -> MaintainerInstruction.read(in);
      case "onbuild" -> OnbuildInstruction.read(in);
      case "run" -> RunInstruction.read(in);
      case "shell" -> ShellInstruction.read(in);
      case "stopsignal" -> StopSignalInstruction.read(in);
      case "user" -> UserInstruction.read(in);
      case "volume" -> VolumeInstruction.read(in);
      case "workdir" -> WorkdirInstruction.read(in);
      case "unset" -> {
        if (!extras) {
          throw unknown(node.word());
        }
        yield UnsetInstruction.read(in);
      }
      default -> throw unknown(node.word());
    };
  }

  private static InvalidInstructionException unknown(String word) {
    String advice =
        EXTRAS.contains(word.toUpperCase(Locale.ROOT))
            ? "it is one of jbuild's extras: " + SWITCH
            : Suggestion.advice(word, NAMES, false);
    return InstructionReader.invalid(
        "unknown instruction '" + word + "'",
        word,
        advice.isEmpty() ? "is a line continuation missing at the end of the line above?" : advice);
  }
}
