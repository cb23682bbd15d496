package dev.jbuild.dockerfile.emit;

/// What can be printed about a file.
public enum Facet {
  /// Directives and split instructions.
  PARSE,
  /// Typed instructions.
  TYPED,
  /// The final image configuration.
  IMAGE,
  /// The graph of operations.
  GRAPH,
  /// Warnings of the build checks.
  LINT
}
