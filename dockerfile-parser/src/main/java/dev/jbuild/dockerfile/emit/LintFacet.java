package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.lint.LintReport;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The warnings of the build checks.
final class LintFacet {

  private LintFacet() {}

  static JsonObject of(LintReport report) {
    JsonObject out = new JsonObject();
    if (!report.errors().isEmpty()) {
      out.put("error", report.errors().getFirst().message());
    }
    return out.putSet("warnings", report.raised().stream().map(LintFacet::warning).toList());
  }

  private static Map<String, @Nullable Object> warning(Diagnostic warning) {
    return new JsonObject()
        .put("rule", warning.rule())
        .put("line", warning.range().startLine())
        .put("msg", warning.message())
        .map();
  }
}
