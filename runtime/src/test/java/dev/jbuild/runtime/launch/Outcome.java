package dev.jbuild.runtime.launch;

import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerRuntime;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.ExitStatus;
import dev.jbuild.runtime.RunningContainer;
import dev.jbuild.runtime.Stdio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What a container wrote and how it ended.
record Outcome(String output, ExitStatus status) {

  static Outcome of(ContainerRuntime runtime, ContainerSpec.Builder builder)
      throws ContainerException, InterruptedException, IOException {
    return of(
        runtime.start(builder.stdio(new Stdio(Stdio.Kind.MERGED_PIPES, false, false)).build()));
  }

  static Outcome of(RunningContainer container)
      throws ContainerException, InterruptedException, IOException {
    String output = new String(container.stdout().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(output.strip(), container.waitFor());
  }

  int exitCode() {
    return status.exitCode();
  }
}
