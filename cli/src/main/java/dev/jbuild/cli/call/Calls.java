package dev.jbuild.cli.call;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildInspection;
import dev.jbuild.builder.ContextReport;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.dockerfile.diagnostic.Severity;
import dev.jbuild.dockerfile.lint.LintReport;
import dev.jbuild.image.json.Json;
import java.nio.charset.StandardCharsets;

/// Answers calls on standard output.
public final class Calls {
  private Calls() {}

  /// Answers one.
  ///
  /// @param level the least grave findings that a check reports
  /// @return 0, or 1 when a check found something
  /// @throws BuildException when the Dockerfile is wrong; what a check found is printed before
  public static int answer(
      Invocation invocation, Call call, BuildInspection inspection, Severity level)
      throws BuildException {
    return switch (call.method()) {
      case BUILD -> throw new IllegalArgumentException("a build is not answered here");
      case CHECK -> check(invocation, call, inspection, level);
      case OUTLINE -> {
        var outline = inspection.outline();
        print(
            invocation,
            call.json()
                ? json(OutlineForm.json(outline, inspection.source()))
                : OutlineForm.text(outline));
        yield ExitCode.OK.number();
      }
      case TARGETS -> {
        var stages = inspection.targets();
        print(
            invocation,
            call.json()
                ? json(TargetsForm.json(stages, inspection.source()))
                : TargetsForm.text(stages));
        yield ExitCode.OK.number();
      }
    };
  }

  /// Says what goes into the context.
  ///
  /// @return 0, or 1 when a directory could not be read
  public static int explain(Invocation invocation, boolean json, BuildInspection inspection) {
    ContextReport report = inspection.explainContext();
    print(invocation, json ? json(ContextForm.json(report)) : ContextForm.text(report));
    report.problems().forEach(problem -> invocation.warn("could not read " + problem));
    return (report.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILURE).number();
  }

  private static int check(
      Invocation invocation, Call call, BuildInspection inspection, Severity level)
      throws BuildException {
    LintReport report = inspection.check(level);
    print(
        invocation,
        call.json()
            ? json(CheckForm.json(report, inspection.source()))
            : CheckForm.text(report, inspection.source()));
    if (!report.errors().isEmpty()) {
      throw BuildInspection.failure(report);
    }
    boolean found = !report.warnings().isEmpty() && !call.ignoreStatus();
    return (found ? ExitCode.FAILURE : ExitCode.OK).number();
  }

  private static String json(Object tree) {
    return new String(Json.pretty(tree), StandardCharsets.UTF_8) + "\n";
  }

  private static void print(Invocation invocation, String text) {
    invocation.streams().out().print(text);
    invocation.streams().out().flush();
  }
}
