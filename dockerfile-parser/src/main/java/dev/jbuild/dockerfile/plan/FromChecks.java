package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.Suggestion;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.instruction.FromInstruction;
import dev.jbuild.dockerfile.shell.Expansion;
import dev.jbuild.dockerfile.shell.ExpansionException;
import dev.jbuild.dockerfile.shell.WordExpander;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules about FROM that need its variables expanded.
final class FromChecks {

  private final PlanRun.PlanContext context;

  FromChecks(PlanRun.PlanContext context) {
    this.context = context;
  }

  static void undefined(
      WarningLog log, FromInstruction from, Set<String> unset, Set<String> known) {
    for (String name : unset) {
      if (!known.contains(name)) {
        String similar =
            Suggestion.find(name, known, true).map(s -> " (did you mean " + s + "?)").orElse("");
        log.add(
            Rule.UNDEFINED_ARG_IN_FROM,
            from.range(),
            name,
            "FROM argument '" + name + "' is not declared" + similar);
      }
    }
  }

  static void redundantPlatform(
      WarningLog log, FromInstruction from, Expansion value, Scope scope) {
    boolean only = value.used().equals(Set.of("TARGETPLATFORM")) && value.unset().isEmpty();
    if (only && value.text().equals(scope.get("TARGETPLATFORM"))) {
      log.add(
          Rule.REDUNDANT_TARGET_PLATFORM,
          from.range(),
          "--platform",
          "Setting platform to predefined "
              + from.platform()
              + " in FROM is redundant as this is the default behavior");
    }
  }

  static void constantPlatform(
      WarningLog log, FromInstruction from, Expansion value, PlatformName fallback) {
    if (!value.used().isEmpty() || !value.unset().isEmpty()) {
      return;
    }
    try {
      PlatformName platform = PlatformName.parse(value.text(), fallback);
      String name = from.name();
      if (!name.contains(platform.os()) && !name.contains(platform.architecture())) {
        log.add(
            Rule.FROM_PLATFORM_FLAG_CONST_DISALLOWED,
            from.range(),
            "--platform",
            "FROM --platform flag should not use constant value \"" + value.text() + "\"");
      }
    } catch (PlanException e) {
      return; // the platform itself is reported as an error
    }
  }

  /// Bases must be valid names when no build argument is given.
  void checkDefaults(List<Stage> stages, Scope platform, List<ArgInstruction> args) {
    Scope scope;
    try {
      WordExpander words = context.expansions().words();
      scope = GlobalScope.withGlobalArgs(platform, args, words, Map.of(), context.budget());
    } catch (GlobalScope.ArgException e) {
      return; // reported as an error when the arguments are evaluated
    }
    for (Stage stage : stages) {
      String base = stage.from().base();
      try {
        Expansion name = context.expansions().words().expand(base, scope);
        ImageName.normalize(context.budget().spendOn(name).text());
      } catch (ExpansionException e) {
        return; // reported as an error when the stage is evaluated
      } catch (PlanException e) {
        context
            .log()
            .add(
                Rule.INVALID_DEFAULT_ARG_IN_FROM,
                stage.range(),
                base,
                "Default value for ARG " + base + " results in empty or invalid base image name");
      }
    }
  }
}
