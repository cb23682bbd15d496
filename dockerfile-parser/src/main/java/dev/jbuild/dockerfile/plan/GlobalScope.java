package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.instruction.ArgDeclaration;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.shell.ExpansionException;
import dev.jbuild.dockerfile.shell.WordExpander;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The variables FROM sees: those that describe the platforms, and the ARGs before the first FROM.
final class GlobalScope {

  private GlobalScope() {}

  static Scope platformArgs(
      PlatformName build, PlatformName target, Map<String, String> overrides, String stage) {
    String[][] defaults = {
      {"BUILDPLATFORM", build.full()},
      {"BUILDOS", build.os()},
      {"BUILDOSVERSION", build.osVersion()},
      {"BUILDARCH", build.architecture()},
      {"BUILDVARIANT", build.variant()},
      {"TARGETPLATFORM", target.full()},
      {"TARGETOS", target.os()},
      {"TARGETOSVERSION", target.osVersion()},
      {"TARGETARCH", target.architecture()},
      {"TARGETVARIANT", target.variant()},
      {"TARGETSTAGE", stage.isEmpty() ? "default" : stage},
    };
    Scope scope = new Scope();
    for (String[] pair : defaults) {
      scope.set(pair[0], overrides.getOrDefault(pair[0], pair[1]));
    }
    return scope;
  }

  /// A failure of the ARG instruction it names.
  static final class ArgException extends Exception {
    private static final long serialVersionUID = 1L;
    final transient ArgInstruction instruction;

    ArgException(ArgInstruction instruction, Exception reason) {
      super(reason.getMessage());
      this.instruction = instruction;
    }
  }

  /// Adds the global ARGs; values given by the caller win over defaults.
  static Scope withGlobalArgs(
      Scope platform,
      List<ArgInstruction> args,
      WordExpander words,
      Map<String, String> given,
      Budget budget)
      throws ArgException {
    Scope scope = platform.copy();
    for (ArgInstruction arg : args) {
      for (ArgDeclaration declaration : arg.declarations()) {
        String value = given.get(declaration.name());
        String standard = declaration.value();
        if (value == null && standard != null) {
          try {
            value = budget.spendOn(words.expand(standard, scope)).text();
          } catch (ExpansionException | PlanException e) {
            throw new ArgException(arg, e);
          }
        }
        if (value != null) {
          scope.set(declaration.name(), value);
        }
      }
    }
    return scope;
  }

  /// Names that FROM may use without a warning: those set, and those declared.
  static Set<String> knownNames(Scope scope, List<ArgInstruction> args) {
    Set<String> names = new LinkedHashSet<>(scope.names());
    args.forEach(a -> a.declarations().forEach(d -> names.add(d.name())));
    return names;
  }
}
