package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildStep;
import dev.jbuild.builder.step.Snapshot;
import dev.jbuild.builder.tree.FileTree;
import dev.jbuild.dockerfile.plan.Base;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.StagePlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Solves a build plan: each reached stage in a thread of its own, waiting for the stages it reads
/// when it comes to the step that needs them.
///
/// The first failure stops the build: all other threads are interrupted and have ended before
/// [#solve] returns. Platform threads, because steps wait in system calls.
public final class Solver {
  private final Session session;
  private final BuildPlan plan;
  private final StepRunner runner;
  private final Inputs inputs;
  private final Map<Integer, CompletableFuture<Snapshot>> results = new HashMap<>();
  private final CompletableFuture<Snapshot> outcome = new CompletableFuture<>();

  /// @param context the tree of the build context
  public Solver(Session session, BuildPlan plan, FileTree context) {
    this.session = session;
    this.plan = plan;
    this.runner = new StepRunner(session);
    for (StagePlan stage : plan.stages()) {
      results.put(stage.index(), new CompletableFuture<>());
    }
    this.inputs = new Inputs(session, plan, context, results);
  }

  /// The finished root of the target.
  public Snapshot solve() throws BuildException, InterruptedException {
    Refusals.check(plan, session.dockerfile());
    Map<StagePlan, Deque<BuildStep>> steps = planSteps();
    List<Thread> threads = new ArrayList<>();
    ContextLoader loader = inputs.loader();
    if (!loader.isEmpty()) {
      threads.add(Thread.ofPlatform().daemon().name("context").unstarted(loader));
    }
    for (StagePlan stage : plan.stages()) {
      Deque<BuildStep> own = steps.getOrDefault(stage, new ArrayDeque<>());
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("stage-" + stage.index())
              .unstarted(() -> run(stage, own)));
    }
    threads.forEach(Thread::start);
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case BuildException failure -> throw failure;
        case null, default ->
            throw new IllegalStateException("a build step broke down", e.getCause());
      }
    } finally {
      end(threads);
    }
  }

  /// Interrupts all threads and waits until they have ended, come what may: no step may be at work
  /// when the caller goes on.
  private static void end(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Announces all lines of all stages in the order of the file.
  private Map<StagePlan, Deque<BuildStep>> planSteps() {
    List<String> names = new ArrayList<>();
    for (StagePlan stage : plan.stages()) {
      if (stage.base() instanceof Base.Image) {
        names.add(stage.fromLabel());
      }
      stage.operations().forEach(o -> names.add(o.step().label()));
    }
    Deque<BuildStep> all = new ArrayDeque<>(session.progress().plan(names));
    Map<StagePlan, Deque<BuildStep>> steps = new HashMap<>();
    for (StagePlan stage : plan.stages()) {
      Deque<BuildStep> own = new ArrayDeque<>();
      int count = stage.operations().size() + (stage.base() instanceof Base.Image ? 1 : 0);
      for (int i = 0; i < count; i++) {
        own.add(all.remove());
      }
      steps.put(stage, own);
    }
    return steps;
  }

  /// The edge of a stage's thread: whatever goes wrong ends the build.
  private void run(StagePlan stage, Deque<BuildStep> steps) {
    CompletableFuture<Snapshot> result = result(stage.index());
    try {
      Snapshot snapshot = build(stage, steps);
      result.complete(snapshot);
      if (stage.index() == plan.target().index()) {
        outcome.complete(snapshot);
      }
    } catch (InterruptedException | StepRunner.SharedFailure e) {
      // Somebody else failed, and has said so.
      result.cancel(false);
    } catch (BuildException | RuntimeException | Error e) {
      outcome.completeExceptionally(e);
      result.cancel(false);
    }
  }

  private CompletableFuture<Snapshot> result(int index) {
    CompletableFuture<Snapshot> result = results.get(index);
    if (result == null) {
      throw new IllegalStateException("stage " + index + " is not in the plan");
    }
    return result;
  }

  private Snapshot build(StagePlan stage, Deque<BuildStep> steps)
      throws BuildException, InterruptedException {
    BuildStep from = stage.base() instanceof Base.Image ? steps.remove() : null;
    StepRunner.Line line = new StepRunner.Line(from, stage.fromLabel(), stage.range());
    Snapshot snapshot = inputs.base(stage, line);
    for (Operation operation : stage.operations()) {
      StepRunner.Line shown =
          new StepRunner.Line(steps.remove(), operation.step().text(), operation.step().range());
      snapshot = snapshot.with(runner.run(shown, inputs.work(stage, operation, snapshot, runner)));
    }
    inputs.settle(stage, from);
    return snapshot;
  }
}
