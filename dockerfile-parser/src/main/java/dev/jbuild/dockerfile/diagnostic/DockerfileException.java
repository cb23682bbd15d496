package dev.jbuild.dockerfile.diagnostic;

import java.util.List;
import java.util.stream.Collectors;

/// A Dockerfile, or an ignore file, that cannot be used. Carries every error that was found, at
/// least one, in the order of the source.
public final class DockerfileException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public DockerfileException(List<Diagnostic> diagnostics) {
    super(diagnostics.getFirst().headline());
    this.diagnostics = List.copyOf(diagnostics);
  }

  public DockerfileException(Diagnostic diagnostic) {
    this(List.of(diagnostic));
  }

  /// The errors, at least one.
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /// All errors as a terminal shows them, with excerpts.
  public String render() {
    return diagnostics.stream().map(Diagnostic::render).collect(Collectors.joining("\n\n"));
  }
}
