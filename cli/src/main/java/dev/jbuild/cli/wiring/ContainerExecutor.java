package dev.jbuild.cli.wiring;

import dev.jbuild.builder.ExecMount;
import dev.jbuild.builder.ExecRequest;
import dev.jbuild.builder.ExecResult;
import dev.jbuild.builder.Executor;
import dev.jbuild.builder.OutputSink;
import dev.jbuild.engine.container.BuildSteps;
import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ExitStatus;
import dev.jbuild.runtime.Mount;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.ProcessUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Runs the commands of a build as the engine's build steps.
///
/// What starts containers is looked for when the first command runs, so that a build whose steps
/// are all cached needs none.
final class ContainerExecutor implements Executor {
  private final OnDemand<BuildSteps> steps;

  /// @param steps runs commands in containers
  ContainerExecutor(OnDemand<BuildSteps> steps) {
    this.steps = steps;
  }

  @Override
  public ExecResult execute(ExecRequest request, OutputSink output)
      throws IOException, InterruptedException {
    try {
      ExitStatus status =
          steps
              .get()
              .run(
                  step(request),
                  (bytes, length) -> output.write(OutputSink.Stream.STDOUT, bytes, 0, length));
      return new ExecResult(status.exitCode(), status.oomKilled());
    } catch (ContainerException e) {
      switch (e.reason()) {
        case RUNTIME, NO_OVERLAY -> throw new IOException(e.getMessage(), e);
        case NOT_EXECUTABLE, NOT_FOUND -> {}
      }
      byte[] line = (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
      output.write(OutputSink.Stream.STDERR, line, 0, line.length);
      return ExecResult.exited(e.reason().exitCode());
    }
  }

  private static BuildSteps.Step step(ExecRequest request) {
    return new BuildSteps.Step(
        request.lowers(),
        request.upper(),
        request.work(),
        request.argv(),
        request.env(),
        request.workingDirectory(),
        user(request.user()),
        switch (request.network()) {
          case NONE -> NetworkMode.NONE;
          case HOST, DEFAULT -> NetworkMode.HOST;
        },
        mounts(request.mounts()),
        request.hostname());
  }

  private static ProcessUser user(ExecRequest.User user) {
    List<Long> groups = new ArrayList<>();
    for (int group : user.groups()) {
      groups.add((long) group);
    }
    return ProcessUser.of(user.uid(), user.gid(), groups);
  }

  private static List<Mount> mounts(List<ExecMount> wanted) {
    List<Mount> mounts = new ArrayList<>();
    for (ExecMount mount : wanted) {
      mounts.add(
          switch (mount) {
            case ExecMount.Bind b -> new Mount.Bind(b.source(), b.target(), b.readOnly());
            case ExecMount.Tmpfs t -> new Mount.Tmpfs(t.target(), t.size(), t.mode());
          });
    }
    return mounts;
  }
}
