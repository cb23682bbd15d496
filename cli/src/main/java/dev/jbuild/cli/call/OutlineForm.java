package dev.jbuild.cli.call;

import dev.jbuild.cli.text.Table;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.plan.Outline;
import java.util.List;
import java.util.Map;

/// What a target takes, as buildx prints it and as BuildKit's JSON; the caches are ours.
final class OutlineForm {
  private static final int GAP = 3;

  private OutlineForm() {}

  static String text(Outline outline) {
    StringBuilder out = new StringBuilder(512);
    if (!outline.name().isEmpty() || !outline.description().isEmpty()) {
      Table target =
          new Table(1, "TARGET:", outline.name().isEmpty() ? "(default)" : outline.name());
      if (!outline.description().isEmpty()) {
        target.add("DESCRIPTION:", outline.description());
      }
      out.append(target.render()).append('\n');
    }
    if (!outline.arguments().isEmpty()) {
      Table table = new Table(GAP, "BUILD ARG", "VALUE", "DESCRIPTION");
      outline.arguments().forEach(a -> table.add(a.name(), a.value(), a.description()));
      out.append(table.render()).append('\n');
    }
    needs(out, "SECRET", outline.secrets());
    needs(out, "SSH", outline.agents());
    if (!outline.caches().isEmpty()) {
      Table table = new Table(GAP, "CACHE");
      outline.caches().forEach(c -> table.add(c.id()));
      out.append(table.render()).append('\n');
    }
    return out.toString();
  }

  private static void needs(StringBuilder out, String heading, List<Outline.Need> needs) {
    if (!needs.isEmpty()) {
      Table table = new Table(GAP, heading, "REQUIRED");
      needs.forEach(n -> table.add(n.name(), n.required() ? "true" : ""));
      out.append(table.render()).append('\n');
    }
  }

  static Map<String, Object> json(Outline outline, SourceFile source) {
    return Members.of()
        .withSet("name", outline.name())
        .withSet("description", outline.description())
        .withSet("args", outline.arguments().stream().map(OutlineForm::argument).toList())
        .withSet("secrets", outline.secrets().stream().map(OutlineForm::need).toList())
        .withSet("ssh", outline.agents().stream().map(OutlineForm::need).toList())
        .withSet("cache", outline.caches().stream().map(OutlineForm::cache).toList())
        .with("sources", List.of(Locations.base64(source)))
        .map();
  }

  private static Map<String, Object> argument(Outline.Argument argument) {
    return Members.of()
        .with("name", argument.name())
        .withSet("description", argument.description())
        .withSet("value", argument.value())
        .with("location", Locations.of(argument.range()))
        .map();
  }

  private static Map<String, Object> need(Outline.Need need) {
    return Members.of()
        .with("name", need.name())
        .withSet("required", need.required())
        .with("location", Locations.of(need.range()))
        .map();
  }

  private static Map<String, Object> cache(Outline.Cache cache) {
    return Members.of().with("ID", cache.id()).with("location", Locations.of(cache.range())).map();
  }
}
