package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.CopySource;
import dev.jbuild.dockerfile.plan.Mount;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.Origin;
import dev.jbuild.dockerfile.plan.StagePlan;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The paths of the build context that a plan asks for.
final class ContextPaths {

  private final SortedSet<String> paths = new TreeSet<>();
  private boolean everything;

  private ContextPaths() {}

  /// The paths without leading slash, sorted; empty when all of the context is asked for.
  static List<String> of(BuildPlan plan) {
    ContextPaths all = new ContextPaths();
    for (StagePlan stage : plan.stages()) {
      for (Operation operation : stage.operations()) {
        switch (operation) {
          case Operation.Run run -> run.mounts().forEach(all::add);
          case Operation.Copy copy -> all.add(copy);
          case Operation.MakeDirectory _ -> {}
        }
      }
    }
    return all.everything ? List.of() : List.copyOf(all.paths);
  }

  private void add(Mount mount) {
    switch (mount) {
      case Mount.Bind bind -> {
        if (bind.from() instanceof Origin.Context) {
          add(bind.source());
        }
      }
      case Mount.Tmpfs _ -> everything = true; // as the reference implementation has it
      case Mount.Cache _, Mount.Secret _, Mount.Ssh _ -> {}
    }
  }

  private void add(Operation.Copy copy) {
    if (!(copy.from() instanceof Origin.Context)) {
      return;
    }
    for (CopySource source : copy.sources()) {
      switch (source) {
        case CopySource.Path path -> add(GraphFiles.join(path));
        case CopySource.Git git -> {
          if (!git.url().startsWith("http://") && !git.url().startsWith("https://")) {
            add(GraphFiles.clean("/" + git.url()));
          }
        }
        case CopySource.Inline _, CopySource.Http _ -> {}
      }
    }
  }

  private void add(String path) {
    if (path.equals("/")) {
      everything = true;
    } else {
      paths.add(path.substring(1));
    }
  }
}
