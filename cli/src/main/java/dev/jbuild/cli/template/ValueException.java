package dev.jbuild.cli.template;

/// Something wrong with a value, before it is known where in the template that was.
final class ValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  ValueException(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
