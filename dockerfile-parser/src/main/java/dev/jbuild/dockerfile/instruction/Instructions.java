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

  private Instructions() {}

  /// Reads an instruction.
  ///
  /// @throws InvalidInstructionException when its word is unknown or a flag or operand is wrong
  public static Instruction read(Node node) throws InvalidInstructionException {
    InstructionReader in = new InstructionReader(node);
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
      default -> throw unknown(node.word());
    };
  }

  private static InvalidInstructionException unknown(String word) {
    String advice = Suggestion.advice(word, NAMES, false);
    return InstructionReader.invalid(
        "unknown instruction '" + word + "'",
        word,
        advice.isEmpty() ? "is a line continuation missing at the end of the line above?" : advice);
  }
}
