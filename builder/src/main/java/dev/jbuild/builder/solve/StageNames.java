package dev.jbuild.builder.solve;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.diagnostic.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Notices when the name of an image that can't be had is probably a misspelt stage.
public final class StageNames {
  private StageNames() {}

  /// What to add to the error about an image that the instruction at a place names: a stage with
  /// almost that name, or nothing.
  public static String hint(Dockerfile file, SourceRange range) {
    List<String> stages =
        file.stages().stream().map(Stage::name).filter(name -> !name.isEmpty()).toList();
    for (Node node : file.tree().nodes()) {
      if (!node.range().equals(range)) {
        continue;
      }
      for (String name : named(node)) {
        Optional<String> meant = Suggestion.find(name, stages, false);
        if (meant.isPresent()) {
          return "; did you mean the stage '" + meant.get() + "'?";
        }
      }
    }
    return "";
  }

  private static List<String> named(Node node) {
    List<String> names = new ArrayList<>();
    if (node.keyword().equals("FROM")) {
      names.addAll(node.arguments().stream().limit(1).toList());
    }
    for (String flag : node.flags()) {
      for (String field : flag.split("[,]|--mount=|--", -1)) {
        if (field.startsWith("from=")) {
          names.add(field.substring("from=".length()));
        }
      }
    }
    return names;
  }
}
