package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.plan.Base;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.CopySource;
import dev.jbuild.dockerfile.plan.Mount;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.Origin;
import dev.jbuild.dockerfile.plan.StagePlan;
import java.util.List;

/// Refuses what reached stages ask for and this version cannot do, before anything is carried out.
/// Nothing is ever ignored silently.
final class Refusals {
  private Refusals() {}

  static void check(BuildPlan plan, SourceFile file) throws BuildException {
    for (StagePlan stage : plan.stages()) {
      if (stage.base() instanceof Base.Context c) {
        throw refused(file, stage.range(), namedContext(c.name()));
      }
      for (Operation operation : stage.operations()) {
        String refusal = refusal(operation);
        if (!refusal.isEmpty()) {
          throw refused(file, operation.step().range(), refusal);
        }
      }
    }
  }

  private static String refusal(Operation operation) {
    return switch (operation) {
      case Operation.MakeDirectory _ -> "";
      case Operation.Copy copy -> refusal(copy);
      case Operation.Run run -> refusal(run);
    };
  }

  private static String refusal(Operation.Copy copy) {
    for (CopySource source : copy.sources()) {
      if (source instanceof CopySource.Http http) {
        return remote(http.url());
      }
      if (source instanceof CopySource.Git git) {
        return remote(git.url());
      }
    }
    return origin(copy.from());
  }

  private static String remote(String url) {
    return "ADD of '%s' is not supported yet: only local files; fetch it in a RUN step"
        .formatted(url);
  }

  private static String refusal(Operation.Run run) {
    if (run.insecure()) {
      return "RUN --security=insecure is not granted; remove it";
    }
    List<Operation.Device> devices = run.devices().stream().filter(d -> d.required()).toList();
    if (!devices.isEmpty()) {
      return "device '%s' is not granted; devices are not supported yet"
          .formatted(devices.getFirst().name());
    }
    for (Mount mount : run.mounts()) {
      String refusal =
          switch (mount) {
            case Mount.Bind b -> origin(b.from());
            case Mount.Cache c -> origin(c.from());
            case Mount.Tmpfs _, Mount.Secret _ -> "";
            case Mount.Ssh s ->
                s.required() ? "SSH agents are not forwarded yet, but this mount requires one" : "";
          };
      if (!refusal.isEmpty()) {
        return refusal;
      }
    }
    return "";
  }

  private static String origin(Origin origin) {
    return origin instanceof Origin.NamedContext c ? namedContext(c.name()) : "";
  }

  private static String namedContext(String name) {
    return "the named context '" + name + "' is a directory, which is not supported yet";
  }

  private static BuildException refused(SourceFile file, SourceRange range, String message) {
    return BuildException.at(file.place(range) + ": " + message, Excerpt.of(file, range), null);
  }
}
