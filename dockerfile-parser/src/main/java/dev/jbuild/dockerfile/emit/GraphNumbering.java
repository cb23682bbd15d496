package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Numbers operations so that each comes after its inputs; equal operations get one number.
final class GraphNumbering {

  private static final int MOST_TEXT = 128 << 20;

  private final SourceFile source;
  private final IdentityHashMap<GraphNode, Integer> ids = new IdentityHashMap<>();
  private final Map<String, Integer> byContent = new HashMap<>();
  private final List<Map<String, @Nullable Object>> out = new ArrayList<>();
  private int left = MOST_TEXT;

  GraphNumbering(SourceFile source) {
    this.source = source;
  }

  /// The operations that a final one needs, itself, and an entry that marks it as the result.
  List<Map<String, @Nullable Object>> number(GraphNode last) throws DockerfileException {
    Deque<GraphNode> todo = new ArrayDeque<>(List.of(last));
    while (!todo.isEmpty()) {
      GraphNode node = todo.peekLast();
      GraphNode waiting = firstWithoutId(node);
      if (ids.containsKey(node)) {
        todo.removeLast();
      } else if (waiting != null) {
        todo.addLast(waiting);
      } else {
        todo.removeLast();
        add(node);
      }
    }
    out.add(
        new JsonObject()
            .put("id", out.size())
            .put("inputs", List.of(List.of(ids.getOrDefault(last, -1), 0)))
            .map());
    return out;
  }

  private @Nullable GraphNode firstWithoutId(GraphNode node) {
    for (GraphNode input : node.visits) {
      if (!ids.containsKey(input)) {
        return input;
      }
    }
    return null;
  }

  private void add(GraphNode node) throws DockerfileException {
    List<List<Integer>> inputs =
        node.inputs.stream().map(i -> List.of(ids.getOrDefault(i, -1), 0)).toList();
    node.content.putSet("inputs", inputs);
    String key = JsonText.write(node.content.map());
    spend(key.length());
    Integer known = byContent.get(key);
    if (known != null) {
      ids.put(node, known);
      out.get(known).put("label", node.label);
      return;
    }
    int id = out.size();
    ids.put(node, id);
    byContent.put(key, id);
    JsonObject entry = new JsonObject();
    node.content.map().forEach(entry::put);
    out.add(entry.put("id", id).putSet("label", node.label).map());
  }

  private void spend(int length) throws DockerfileException {
    left -= length;
    if (left < 0) {
      String message =
          "the operations of the file take more text than the limit of "
              + MOST_TEXT
              + " characters";
      throw new DockerfileException(source.error(SourceRange.line(1), "", message, ""));
    }
  }
}
