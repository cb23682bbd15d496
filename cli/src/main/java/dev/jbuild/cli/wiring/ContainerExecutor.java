package dev.jbuild.cli.wiring;

import dev.jbuild.builder.ExecMount;
import dev.jbuild.builder.ExecRequest;
import dev.jbuild.builder.ExecResult;
import dev.jbuild.builder.Executor;
import dev.jbuild.builder.OutputSink;
import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerRuntime;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.ExitStatus;
import dev.jbuild.runtime.Mount;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.ProcessUser;
import dev.jbuild.runtime.RootFilesystem;
import dev.jbuild.runtime.RunningContainer;
import dev.jbuild.runtime.Stdio;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Runs the commands of a build in containers.
final class ContainerExecutor implements Executor {
  private static final int SIGKILL = 9;
  private static final int BUFFER = 16 << 10;

  private final ContainerRuntime runtime;
  private final RandomGenerator random;

  ContainerExecutor(ContainerRuntime runtime, RandomGenerator random) {
    this.runtime = runtime;
    this.random = random;
  }

  @Override
  public ExecResult execute(ExecRequest request, OutputSink output)
      throws IOException, InterruptedException {
    String id = "build-" + Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    try (StepFiles files = StepFiles.create(request)) {
      return run(spec(id, request, files), output);
    } catch (ContainerException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private ExecResult run(ContainerSpec spec, OutputSink output)
      throws ContainerException, InterruptedException {
    RunningContainer container = runtime.start(spec);
    // reading a pipe pins a virtual thread's carrier, so these are platform threads
    List<Thread> pumps =
        List.of(
            pump(container.stdout(), OutputSink.Stream.STDOUT, output),
            pump(container.stderr(), OutputSink.Stream.STDERR, output));
    try {
      ExitStatus status = container.waitFor();
      join(pumps);
      return new ExecResult(status.exitCode(), status.oomKilled());
    } catch (InterruptedException e) {
      kill(container);
      throw e;
    } catch (ContainerException e) {
      join(pumps);
      if (e.reason() == ContainerException.Cause.RUNTIME) {
        throw e;
      }
      byte[] line = (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
      output.write(OutputSink.Stream.STDERR, line, 0, line.length);
      return ExecResult.exited(e.reason().exitCode());
    }
  }

  private static void join(List<Thread> pumps) throws InterruptedException {
    for (Thread pump : pumps) {
      pump.join();
    }
  }

  /// Kills the container and waits until it has let go of its mounts.
  private static void kill(RunningContainer container) throws ContainerException {
    boolean dead = false;
    while (!dead) {
      try {
        container.signal(SIGKILL);
        container.waitFor();
        dead = true;
      } catch (InterruptedException e) {
        // a second interrupt must not leave the container behind; the caller knows of the first
        continue;
      }
    }
  }

  private static Thread pump(InputStream in, OutputSink.Stream stream, OutputSink output) {
    return Thread.ofPlatform()
        .daemon()
        .name("step " + stream)
        .start(
            () -> {
              byte[] buffer = new byte[BUFFER];
              try (in) {
                int count;
                while ((count = in.read(buffer)) >= 0) {
                  output.write(stream, buffer, 0, count);
                }
              } catch (IOException e) {
                // the container is gone and its pipe closed under the reader: the end of output
                return;
              }
            });
  }

  private static ContainerSpec spec(String id, ExecRequest request, StepFiles files) {
    ExecRequest.User user = request.user();
    List<Mount> mounts = new ArrayList<>(files.mounts());
    request.mounts().forEach(mount -> mounts.add(mount(mount)));
    return ContainerSpec.builder(
            id,
            files.stateDirectory(),
            new RootFilesystem.Overlay(request.lowers(), request.upper(), request.work()),
            request.argv())
        .env(request.env())
        .cwd(request.workingDirectory())
        .user(
            new ProcessUser(
                user.uid(), user.gid(), user.groups().stream().map(Integer::longValue).toList()))
        .hostname(request.hostname())
        .stdio(Stdio.PIPES)
        .mounts(mounts)
        .network(
            request.network() == dev.jbuild.builder.NetworkMode.NONE
                ? NetworkMode.NONE
                : NetworkMode.HOST)
        .endsWithParent(true)
        .build();
  }

  private static Mount mount(ExecMount mount) {
    return switch (mount) {
      case ExecMount.Bind b -> new Mount.Bind(b.source(), b.target(), b.readOnly());
      case ExecMount.Tmpfs t -> new Mount.Tmpfs(t.target(), t.size(), t.mode());
    };
  }
}
