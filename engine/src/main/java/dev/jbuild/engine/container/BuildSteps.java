package dev.jbuild.engine.container;

import dev.jbuild.layer.snapshot.FullCopy;
import dev.jbuild.layer.snapshot.Snapshots;
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
import dev.jbuild.runtime.UserNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// Runs the commands of a build, each in a container that has neither name nor record and ends with
/// this process. Safe for many threads.
public final class BuildSteps {
  private static final int SIGKILL = 9;

  private final ContainerRuntime runtime;
  private final Snapshots snapshots;
  private final Host host;
  private final RandomGenerator random;

  /// One command.
  ///
  /// @param lowers layers, topmost first
  /// @param upper takes all changes; mount points that had to be made are gone again when the
  ///   command has ended, if nothing was put into them
  /// @param work for overlayfs alone; the step keeps its few files beside it while it runs, where
  ///   whoever removes the upper directory of a killed build removes them, too
  public record Step(
      List<Path> lowers,
      Path upper,
      Path work,
      List<String> argv,
      List<String> env,
      String cwd,
      ProcessUser user,
      NetworkMode network,
      List<Mount> mounts,
      String hostname) {
    public Step {
      lowers = List.copyOf(lowers);
      argv = List.copyOf(argv);
      env = List.copyOf(env);
      mounts = List.copyOf(mounts);
    }
  }

  /// Takes what a command writes, in the pieces in which it comes.
  @FunctionalInterface
  public interface Sink {
    /// Takes the first `length` bytes of the buffer, which is used again afterwards.
    void write(byte[] buffer, int length) throws IOException;
  }

  public BuildSteps(
      ContainerRuntime runtime, Snapshots snapshots, Host host, RandomGenerator random) {
    this.runtime = runtime;
    this.snapshots = snapshots;
    this.host = host;
    this.random = random;
  }

  /// Runs a command to its end; an interrupt of this thread kills it.
  ///
  /// @param output gets what the command writes to standard output and error
  public ExitStatus run(Step step, Sink output)
      throws IOException, ContainerException, InterruptedException {
    if (step.lowers().isEmpty() || !snapshots.copies()) {
      try {
        return run(step, overlay(step), output);
      } catch (ContainerException e) {
        if (e.reason() != ContainerException.Cause.NO_OVERLAY || !snapshots.fallsBack()) {
          throw e;
        }
        snapshots.refused(Attempts.reason(e));
      }
    }
    FullCopy copy = FullCopy.fill(step.lowers(), step.upper());
    ExitStatus status = run(step, new RootFilesystem.Directory(step.upper()), output);
    copy.reduce();
    return status;
  }

  private static RootFilesystem overlay(Step step) {
    return new RootFilesystem.Overlay(step.lowers(), step.upper(), step.work());
  }

  private ExitStatus run(Step step, RootFilesystem root, Sink output)
      throws IOException, ContainerException, InterruptedException {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String id = "build-" + HexFormat.of().formatHex(bytes);
    Path files =
        Files.createDirectory(
            step.work().resolveSibling(id),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      return run(runtime.start(spec(step, root, id, files)), output);
    } finally {
      ContainerDirectory.deleteTree(files);
    }
  }

  private ContainerSpec spec(Step step, RootFilesystem root, String id, Path files)
      throws IOException {
    // The launcher mounts the root over its state directory, which hides whatever else is in there.
    Path state = Files.createDirectory(files.resolve("state"));
    Path etc = Files.createDirectory(files.resolve("etc"));
    List<Mount> mounts =
        new ArrayList<>(EtcFiles.write(etc, host, step.network(), step.hostname()));
    mounts.removeIf(m -> step.mounts().stream().anyMatch(c -> c.target().equals(m.target())));
    mounts.addAll(step.mounts());
    return ContainerSpec.builder(id, state, root, step.argv())
        .env(step.env())
        .cwd(step.cwd())
        .user(step.user())
        .hostname(step.hostname())
        .stdio(new Stdio(Stdio.Kind.MERGED_PIPES, false, false))
        .mounts(mounts)
        .network(step.network())
        .endsWithParent(true)
        .userNamespace(UserNamespace.inherited().orElse(null))
        .build();
  }

  /// The output is read on a thread of its own: a read of a pipe cannot be interrupted, and would
  /// pin the carrier of a virtual thread.
  private static ExitStatus run(RunningContainer container, Sink output)
      throws IOException, ContainerException, InterruptedException {
    OutputPump pump = OutputPump.start(container, output);
    try {
      ExitStatus status = container.waitFor();
      pump.finish();
      return status;
    } catch (InterruptedException e) {
      container.signal(SIGKILL);
      container.waitFor();
      throw e;
    } finally {
      // The upper directory becomes a layer next; an overlay must not be mounted over it then.
      container.waitUntilCleared();
    }
  }
}
