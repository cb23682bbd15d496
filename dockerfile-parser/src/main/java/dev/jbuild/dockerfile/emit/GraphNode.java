package dev.jbuild.dockerfile.emit;

import java.util.ArrayList;
import java.util.List;

/// An operation of the graph while it is put together; the same object stands for the same operation.
final class GraphNode {

  final JsonObject content;
  final List<GraphNode> inputs;
  String label;

  GraphNode(String label, JsonObject content, List<GraphNode> inputs) {
    this.label = label;
    this.content = content;
    this.inputs = new ArrayList<>(inputs);
  }
}
