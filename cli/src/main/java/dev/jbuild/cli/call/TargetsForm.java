package dev.jbuild.cli.call;

import dev.jbuild.cli.text.Table;
import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The stages of a file, as buildx prints them and as BuildKit's JSON. The last one is the default.
final class TargetsForm {
  private TargetsForm() {}

  static String text(List<Stage> stages) {
    Table table = new Table(1, "TARGET", "DESCRIPTION");
    for (Stage stage : stages) {
      boolean last = stage.index() == stages.size() - 1;
      String name =
          stage.name() + (!last ? "" : stage.name().isEmpty() ? "(default)" : " (default)");
      table.add(name, stage.from().description());
    }
    return table.render();
  }

  static Map<String, Object> json(List<Stage> stages, SourceFile source) {
    List<Object> targets = new ArrayList<>();
    for (Stage stage : stages) {
      targets.add(
          Members.of()
              .withSet("name", stage.name())
              .withSet("default", stage.index() == stages.size() - 1)
              .withSet("description", stage.from().description())
              .withSet("base", stage.from().base())
              .withSet("platform", stage.from().platform())
              .with("location", Locations.of(stage.range()))
              .map());
    }
    return Members.of()
        .with("targets", targets)
        .with("sources", List.of(Locations.base64(source)))
        .map();
  }
}
