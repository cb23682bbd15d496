package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.plan.CopySource;
import dev.jbuild.dockerfile.plan.ModeChange;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.Unpack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A COPY or ADD as a file operation of one action for each source.
final class GraphCopy {

  private final GraphBuilder graph;
  private final Operation.Copy copy;
  private final GraphInputs inputs;
  private final List<JsonObject> actions = new ArrayList<>();

  GraphCopy(GraphBuilder graph, Operation.Copy copy) {
    this.graph = graph;
    this.copy = copy;
    this.inputs = graph.newInputs();
  }

  @Nullable GraphNode node(@Nullable GraphNode base) {
    boolean linked = copy.link();
    GraphNode below = linked ? null : base;
    if (below != null) {
      inputs.indexOf(below);
    }
    for (CopySource source : copy.sources()) {
      addAction(source);
    }
    if (actions.isEmpty()) {
      return base;
    }
    for (int i = 0; i < actions.size(); i++) {
      finish(i, below != null);
    }
    List<Map<String, @Nullable Object>> list = actions.stream().map(JsonObject::map).toList();
    JsonObject content = new JsonObject().put("file", new JsonObject().put("actions", list));
    GraphNode node =
        new GraphNode(copy.step().label(), content, inputs.nodes(), visits(below != null));
    return linked && base != null ? merge(base, node) : node;
  }

  private GraphNode merge(GraphNode base, GraphNode node) {
    List<?> pair = List.of(Map.of(), Map.of("input", "1"));
    JsonObject content = new JsonObject().put("merge", new JsonObject().put("inputs", pair));
    String label = copy.step().position() + " LINK " + copy.step().text();
    return new GraphNode(label.strip(), content, List.of(base, node));
  }

  private void finish(int index, boolean hasBase) {
    JsonObject action = actions.get(index);
    int input = index == 0 ? (hasBase ? 0 : -1) : inputs.nodes().size() + index - 1;
    action.putSet("input", input == 0 ? "" : String.valueOf(input));
    action.putSet("output", index + 1 == actions.size() ? "" : "-1");
  }

  private void addAction(CopySource source) {
    JsonObject body =
        new JsonObject()
            .put("createDestPath", true)
            .put("dest", copy.destination())
            .put("timestamp", "-1")
            .putSet(
                "mode", copy.mode().map(ModeChange::absolute).map(m -> Math.max(m, 0)).orElse(-1))
            .putSet("excludePatterns", copy.excludes())
            .putSet("owner", copy.owner().map(GraphFiles::owner).orElse(null));
    GraphNode from =
        switch (source) {
          case CopySource.Path path -> {
            addPath(body, path);
            yield graph.origin(copy.from());
          }
          case CopySource.Inline(String name, String content) -> {
            body.put("src", GraphFiles.clean("/" + name));
            yield GraphFiles.makeFile(name, content, 0644);
          }
          case CopySource.Http http -> {
            body.put("src", GraphFiles.clean("/" + http.fileName()));
            body.putSet("attemptUnpackDockerCompatibility", copy.unpack() == Unpack.ALWAYS);
            yield GraphSources.http(
                http.url(), http.fileName(), http.checksum().orElse(""), copy.step().label());
          }
          case CopySource.Git git -> {
            body.put("src", "/");
            yield GraphSources.git(git, copy.step().label());
          }
        };
    JsonObject action = new JsonObject().put("copy", body);
    int second = from == null ? -1 : inputs.indexOf(from);
    action.putSet("secondaryInput", second == 0 ? "" : String.valueOf(second));
    actions.add(action);
  }

  /// The base, then what the actions need from the last one to the first.
  private List<GraphNode> visits(boolean hasBase) {
    List<GraphNode> all = inputs.all();
    List<GraphNode> visits = new ArrayList<>(all.subList(0, hasBase ? 1 : 0));
    visits.addAll(all.subList(hasBase ? 1 : 0, all.size()).reversed());
    return visits;
  }

  private void addPath(JsonObject body, CopySource.Path path) {
    body.put("allowEmptyWildcard", true)
        .put("allowWildcard", true)
        .put("dirCopyContents", true)
        .put("followSymlink", true)
        .putSet("attemptUnpackDockerCompatibility", copy.unpack() != Unpack.NEVER)
        .put("src", path.pivot().orElse(GraphFiles.clean(path.pattern())));
    if (path.pivot().isPresent()) {
      body.put("includePatterns", List.of(path.pattern()));
      String whole = GraphFiles.join(path);
      if (!hasWildcard(path.pivot().get()) && !hasWildcard(path.pattern())) {
        body.put("requiredPaths", List.of(whole));
      }
    }
  }

  private static boolean hasWildcard(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*' || c == '?' || c == '[') {
        return true;
      }
      i += c == '\\' ? 1 : 0;
    }
    return false;
  }
}
