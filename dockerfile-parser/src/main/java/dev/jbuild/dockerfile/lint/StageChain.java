package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.instruction.CopyInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.RunInstruction;
import dev.jbuild.dockerfile.instruction.UserInstruction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which stages of a file the target is made of, told from the names as they are written.
final class StageChain {

  private final Dockerfile file;
  private final Map<Integer, Integer> parents = new HashMap<>();
  private final Set<Integer> shipped = new HashSet<>();
  private final Set<Integer> needed = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final boolean assumesYes;

  /// By stage, the user that it ends with.
  private final Map<Integer, String> users = new HashMap<>();

  private StageChain(Dockerfile file) {
    this.file = file;
    this.assumesYes = file.tree().nodes().stream().anyMatch(StageChain::saysYes);
  }

  static StageChain of(Dockerfile file, @Nullable String target) {
    StageChain chain = new StageChain(file);
    Map<String, Integer> byName = new HashMap<>();
    for (Stage stage : file.stages()) {
      Integer parent = byName.get(stage.from().base().toLowerCase(Locale.ROOT));
      if (parent != null) {
        chain.parents.put(stage.index(), parent);
      }
      chain.users.put(stage.index(), chain.userAfter(stage));
      if (!stage.name().isEmpty()) {
        byName.put(stage.name(), stage.index());
      }
    }
    chain.names.addAll(byName.keySet());
    Integer wanted = target == null ? null : byName.get(target.toLowerCase(Locale.ROOT));
    chain.follow(wanted == null ? file.stages().size() - 1 : wanted, byName);
    return chain;
  }

  private void follow(int target, Map<String, Integer> byName) {
    Integer at = target < 0 ? null : target;
    while (at != null && shipped.add(at)) {
      at = parents.get(at);
    }
    Deque<Integer> todo = new ArrayDeque<>(shipped);
    while (!todo.isEmpty()) {
      int index = todo.remove();
      if (!needed.add(index)) {
        continue;
      }
      Integer parent = parents.get(index);
      if (parent != null) {
        todo.add(parent);
      }
      for (Instruction instruction : file.stages().get(index).instructions()) {
        for (String source : sources(instruction)) {
          Integer stage = byName.get(source.toLowerCase(Locale.ROOT));
          if (stage == null && source.matches("[0-9]{1,4}")) {
            stage = Integer.valueOf(source);
          }
          if (stage != null && stage < file.stages().size()) {
            todo.add(stage);
          }
        }
      }
    }
  }

  private static List<String> sources(Instruction instruction) {
    return switch (instruction) {
      case CopyInstruction copy -> List.of(copy.from());
      case RunInstruction run ->
          run.mounts().stream()
              .flatMap(m -> List.of(m.split(",")).stream())
              .filter(o -> o.startsWith("from="))
              .map(o -> o.substring("from=".length()))
              .toList();
      default -> List.of();
    };
  }

  /// Whether what the stage writes is part of the target's image.
  boolean ships(Stage stage) {
    return shipped.contains(stage.index());
  }

  /// Whether the target needs the stage at all.
  boolean needs(Stage stage) {
    return needed.contains(stage.index());
  }

  /// Whether a word names a stage, by name or number.
  boolean isStage(String name) {
    return names.contains(name.toLowerCase(Locale.ROOT)) || name.matches("[0-9]+");
  }

  /// Whether the file tells apt to take yes for an answer.
  boolean assumesYes() {
    return assumesYes;
  }

  /// The user that the stage begins with, as far as the file says; empty when it does not.
  String userBefore(Stage stage) {
    Integer parent = parents.get(stage.index());
    return parent == null ? "" : users.getOrDefault(parent, "");
  }

  private static boolean saysYes(Node node) {
    return node.original().contains("Assume-Yes")
        || node.heredocs().stream().anyMatch(h -> h.content().contains("Assume-Yes"));
  }

  private String userAfter(Stage stage) {
    for (Instruction instruction : stage.instructions().reversed()) {
      if (instruction instanceof UserInstruction user) {
        return user.user();
      }
    }
    return userBefore(stage);
  }
}
