package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.instruction.Instruction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The rules about names of stages and the case of instructions, over the whole file.
final class StageChecks {

  private static final Set<String> RESERVED = Set.of("context", "scratch");

  private StageChecks() {}

  static void run(Dockerfile file, WarningLog log) {
    checkNames(file.stages(), log);
    checkCasing(file.stages(), log);
  }

  private static void checkNames(List<Stage> stages, WarningLog log) {
    Set<String> seen = new HashSet<>();
    for (Stage stage : stages) {
      String name = stage.name();
      if (name.isEmpty()) {
        continue;
      }
      WarningLog own = log.with(stage.from().node().comments());
      if (RESERVED.contains(name)) {
        own.add(
            Rule.RESERVED_STAGE_NAME,
            stage.range(),
            name,
            "Stage name should not use the same name as reserved stage \"" + name + "\"");
      }
      if (!seen.add(name)) {
        own.add(
            Rule.DUPLICATE_STAGE_NAME,
            stage.range(),
            name,
            "Duplicate stage name \"" + name + "\", stage names should be unique");
      }
    }
  }

  private static void checkCasing(List<Stage> stages, WarningLog log) {
    List<Node> nodes = new ArrayList<>();
    for (Stage stage : stages) {
      nodes.add(stage.from().node());
      stage.instructions().stream().map(Instruction::node).forEach(nodes::add);
    }
    int lower = 0;
    int upper = 0;
    for (Node node : nodes) {
      lower += isLower(node.word()) ? 1 : 0;
      upper += isUpper(node.word()) ? 1 : 0;
    }
    boolean lowerWins = lower > upper;
    for (Node node : nodes) {
      if (lowerWins ? !isLower(node.word()) : !isUpper(node.word())) {
        log.with(node.comments())
            .add(
                Rule.CONSISTENT_INSTRUCTION_CASING,
                node.range(),
                node.word(),
                "Command '%s' should match the case of the command majority (%s)"
                    .formatted(node.word(), lowerWins ? "lowercase" : "uppercase"));
      }
    }
  }

  private static boolean isLower(String word) {
    return word.equals(word.toLowerCase(Locale.ROOT));
  }

  private static boolean isUpper(String word) {
    return word.equals(word.toUpperCase(Locale.ROOT));
  }
}
