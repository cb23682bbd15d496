package dev.jbuild.cli.call;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.lint.LintReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a check found, as buildx prints it and as BuildKit's JSON. Beyond theirs are the severity
/// of our own rules and the underlined spot.
final class CheckForm {
  private CheckForm() {}

  static String text(LintReport report, SourceFile source) {
    StringBuilder out = new StringBuilder(1024);
    int count = report.warnings().size();
    if (count > 0) {
      out.append("Check complete, ");
      out.append(count == 1 ? "1 warning has been found!" : count + " warnings have been found!");
      out.append('\n');
    } else if (report.errors().isEmpty()) {
      out.append("Check complete, no warnings found.\n");
    }
    for (Diagnostic finding : report.warnings()) {
      String url = url(finding);
      out.append('\n').append(finding.severity().name()).append(": ").append(finding.rule());
      out.append(url.isEmpty() ? "" : " - " + url).append('\n');
      out.append(finding.shownMessage()).append('\n');
      out.append(SourceFrame.of(source, finding));
    }
    return out.append(count > 0 && !report.errors().isEmpty() ? "\n" : "").toString();
  }

  static Map<String, Object> json(LintReport report, SourceFile source) {
    List<Object> warnings = new ArrayList<>();
    for (Diagnostic finding : report.warnings()) {
      warnings.add(
          Members.of()
              .with("ruleName", finding.rule())
              .withSet("description", Rule.byId(finding.rule()).map(Rule::summary).orElse(""))
              .withSet("url", url(finding))
              .withSet("detail", finding.message())
              .with("severity", finding.severity().name().toLowerCase(Locale.ROOT))
              .with("location", Locations.of(finding.range()))
              .map());
    }
    Members all =
        Members.of()
            .with("warnings", warnings)
            .with(
                "sources",
                List.of(
                    Members.of()
                        .with("filename", source.name())
                        .with("data", Locations.base64(source))
                        .with("language", "Dockerfile")
                        .map()));
    if (!report.errors().isEmpty()) {
      Diagnostic error = report.errors().getFirst();
      all.with(
          "buildError",
          Members.of()
              .with("message", error.message())
              .with("location", Locations.of(error.range()))
              .map());
    }
    return all.map();
  }

  private static String url(Diagnostic finding) {
    return Rule.byId(finding.rule()).map(Rule::url).orElse("");
  }
}
