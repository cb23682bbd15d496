package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.diagnostic.Suggestion;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.plan.Base;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.StagePlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Finds build arguments that were given in vain, mostly because of a slip of the pen.
public final class UnusedArguments {

  private static final Set<String> PROXIES =
      Set.of("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy");
  private static final Set<String> PLATFORMS =
      Set.of(
          "BUILDARCH",
          "BUILDOS",
          "BUILDOSVERSION",
          "BUILDPLATFORM",
          "BUILDVARIANT",
          "SOURCE_DATE_EPOCH",
          "TARGETARCH",
          "TARGETOS",
          "TARGETOSVERSION",
          "TARGETPLATFORM",
          "TARGETSTAGE",
          "TARGETVARIANT");

  private UnusedArguments() {}

  /// A line for each name that means something neither to the file nor to the builder.
  ///
  /// @param given names of `--build-arg`
  public static List<String> find(Dockerfile file, BuildPlan plan, Collection<String> given) {
    Set<String> declared = declared(file);
    List<String> messages = new ArrayList<>();
    for (String name : new TreeSet<>(given)) {
      boolean known =
          declared.contains(name)
              || PLATFORMS.contains(name)
              || name.startsWith("BUILDKIT_")
              || PROXIES.contains(name.toLowerCase(Locale.ROOT))
              || usedByTrigger(plan, name);
      if (!known) {
        String advice = advice(name, declared);
        messages.add(
            "build argument '"
                + name
                + "' is given, but no ARG declares it"
                + (advice.isEmpty() ? "" : "; " + advice));
      }
    }
    return messages;
  }

  private static String advice(String name, Set<String> declared) {
    for (String candidate : declared) {
      if (candidate.equalsIgnoreCase(name)) {
        return "did you mean '" + candidate + "'?";
      }
    }
    return Suggestion.advice(name, declared, false);
  }

  private static Set<String> declared(Dockerfile file) {
    Set<String> names = new TreeSet<>();
    file.globalArgs().forEach(a -> a.declarations().forEach(d -> names.add(d.name())));
    for (Stage stage : file.stages()) {
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof ArgInstruction arg) {
          arg.declarations().forEach(d -> names.add(d.name()));
        }
      }
    }
    return names;
  }

  /// Whether a base image declares the argument when it is built upon.
  private static boolean usedByTrigger(BuildPlan plan, String name) {
    for (StagePlan stage : plan.stages()) {
      if (stage.base() instanceof Base.Image image) {
        for (String trigger : image.image().config().onBuild()) {
          if (trigger.contains(name)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
