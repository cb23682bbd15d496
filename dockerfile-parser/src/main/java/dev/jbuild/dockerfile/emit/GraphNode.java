package dev.jbuild.dockerfile.emit;

import java.util.ArrayList;
import java.util.List;

/// An operation of the graph while it is put together.
final class GraphNode {

  final JsonObject content;
  final List<GraphNode> inputs;

  /// What is numbered before this operation, in that order; the inputs unless said otherwise.
  final List<GraphNode> visits;

  final String label;

  GraphNode(String label, JsonObject content, List<GraphNode> inputs) {
    this(label, content, inputs, inputs);
  }

  GraphNode(String label, JsonObject content, List<GraphNode> inputs, List<GraphNode> visits) {
    this.label = label;
    this.content = content;
    this.inputs = List.copyOf(inputs);
    this.visits = new ArrayList<>(visits);
  }
}
