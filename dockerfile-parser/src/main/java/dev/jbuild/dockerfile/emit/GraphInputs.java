package dev.jbuild.dockerfile.emit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The inputs of one operation, each once; operations of equal content count as the same.
final class GraphInputs {

  /// Tells equal operations, for one graph.
  static final class Identity {
    private final IdentityHashMap<GraphNode, GraphNode> known = new IdentityHashMap<>();
    private final Map<String, GraphNode> byContent = new HashMap<>();

    private GraphNode of(GraphNode node) {
      GraphNode found = known.get(node);
      if (found == null) {
        StringBuilder key = new StringBuilder(JsonText.write(node.content.map()));
        node.inputs.forEach(i -> key.append(' ').append(System.identityHashCode(of(i))));
        GraphNode first = byContent.putIfAbsent(key.toString(), node);
        found = first == null ? node : first;
        known.put(node, found);
      }
      return found;
    }
  }

  private final Identity identity;
  private final List<GraphNode> nodes = new ArrayList<>();
  private final List<GraphNode> all = new ArrayList<>();

  GraphInputs(Identity identity) {
    this.identity = identity;
  }

  /// The number of an input, added if it is new.
  int indexOf(GraphNode node) {
    all.add(node);
    for (int i = 0; i < nodes.size(); i++) {
      if (identity.of(nodes.get(i)) == identity.of(node)) {
        return i;
      }
    }
    nodes.add(node);
    return nodes.size() - 1;
  }

  /// The inputs by their numbers.
  List<GraphNode> nodes() {
    return nodes;
  }

  /// Everything that was asked for, in that order.
  List<GraphNode> all() {
    return all;
  }
}
