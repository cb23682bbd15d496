package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildStep;
import dev.jbuild.builder.mount.MountSources;
import dev.jbuild.builder.mount.PlannedMounts;
import dev.jbuild.builder.step.CopyInput;
import dev.jbuild.builder.step.CopyStep;
import dev.jbuild.builder.step.Root;
import dev.jbuild.builder.step.RunStep;
import dev.jbuild.builder.step.Snapshot;
import dev.jbuild.builder.step.StepException;
import dev.jbuild.builder.step.TreeStep;
import dev.jbuild.builder.step.Work;
import dev.jbuild.builder.step.WorkdirStep;
import dev.jbuild.builder.tree.FileTree;
import dev.jbuild.builder.tree.ViewTree;
import dev.jbuild.dockerfile.plan.Base;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.CopySource;
import dev.jbuild.dockerfile.plan.Mount;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.Origin;
import dev.jbuild.dockerfile.plan.StagePlan;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.UnionView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Finds what steps stand on and read: bases, other stages, images, the context.
final class Inputs {
  private final Session session;
  private final FileTree context;
  private final Map<Integer, CompletableFuture<Snapshot>> stages;
  private final ContextLoader loader;
  private final Map<String, FileTree> views = new ConcurrentHashMap<>();

  Inputs(
      Session session,
      BuildPlan plan,
      FileTree context,
      Map<Integer, CompletableFuture<Snapshot>> stages) {
    this.session = session;
    this.context = context;
    this.stages = stages;
    this.loader = new ContextLoader(session.progress());
    for (StagePlan stage : plan.stages()) {
      stage.operations().forEach(this::announce);
    }
  }

  private void announce(Operation operation) {
    switch (operation) {
      case Operation.Copy copy -> {
        if (copy.from() instanceof Origin.Context && !isInline(copy)) {
          loader.add(copy, contextInput(s -> s.select(copy)));
        }
      }
      case Operation.Run run -> {
        for (Mount mount : run.mounts()) {
          if (mount instanceof Mount.Bind b && b.from() instanceof Origin.Context) {
            loader.add(b, contextInput(s -> List.of(s.select(b.source()))));
          }
        }
      }
      case Operation.MakeDirectory _ -> {}
    }
  }

  private static boolean isInline(Operation.Copy copy) {
    return copy.sources().stream().allMatch(s -> s instanceof CopySource.Inline);
  }

  /// Reads the context ahead of the steps; run it in a thread of its own.
  ContextLoader loader() {
    return loader;
  }

  private CopyInput contextInput(SelectedInput.Operand operand) {
    return new SelectedInput(
        Optional.empty(), "the build context", () -> context, session.now(), operand);
  }

  /// The root that a stage starts from.
  Snapshot base(StagePlan stage, StepRunner.Line line) throws BuildException, InterruptedException {
    return switch (stage.base()) {
      case Base.Scratch _ -> Snapshot.of(Root.SCRATCH);
      case Base.Stage s -> await(s.index());
      case Base.Context c ->
          throw new IllegalStateException("context '" + c.name() + "' was not refused");
      case Base.Image image -> {
        try {
          BaseImages.ImageRoot root = session.images().get(image.name(), image.platform());
          if (line.step() != null && !root.showAs(line.step())) {
            session.progress().present(line.step());
          }
          yield Snapshot.of(root);
        } catch (IOException e) {
          throw BuildException.at(
              session.dockerfile().place(line.range()) + ": " + e.getMessage(),
              Excerpt.of(session.dockerfile(), line.range()),
              e);
        }
      }
    };
  }

  /// Ends the line of a stage's base.
  void settle(StagePlan stage, @Nullable BuildStep from) throws InterruptedException {
    if (from != null && stage.base() instanceof Base.Image image) {
      try {
        session.images().get(image.name(), image.platform()).settle(from);
      } catch (IOException e) {
        throw new IllegalStateException("an image that was found before is gone", e);
      }
    }
  }

  private Snapshot await(int stage) throws InterruptedException {
    CompletableFuture<Snapshot> result = stages.get(stage);
    if (result == null) {
      throw new IllegalStateException("stage " + stage + " is not in the plan");
    }
    try {
      return result.get();
    } catch (ExecutionException | java.util.concurrent.CancellationException e) {
      throw new StepRunner.SharedFailure(e);
    }
  }

  /// An operation on a parent, ready to be looked up or carried out.
  Work work(StagePlan stage, Operation operation, Snapshot parent, StepRunner runner) {
    return switch (operation) {
      case Operation.MakeDirectory m -> new WorkdirStep(m, parent, session.now());
      case Operation.Copy c -> new CopyStep(c, parent, copyInput(c), session.now());
      case Operation.Run r ->
          new RunStep(
              r,
              stage.platform(),
              parent,
              new PlannedMounts(
                  r,
                  mountSources(r, runner),
                  session.caches(),
                  session.request().secrets(),
                  session.temporary(),
                  session.now()),
              session.executor(),
              session.now(),
              session.latest());
    };
  }

  private CopyInput copyInput(Operation.Copy copy) {
    if (isInline(copy)) {
      return contextInput(s -> s.select(copy));
    }
    return copy.from() instanceof Origin.Context
        ? loader.input(copy)
        : input(copy.from(), s -> s.select(copy));
  }

  private MountSources mountSources(Operation.Run run, StepRunner runner) {
    return new MountSources() {
      @Override
      public CopyInput input(Mount owner, Origin from, String path) {
        if (from instanceof Origin.Context && owner instanceof Mount.Bind) {
          return loader.input(owner);
        }
        return Inputs.this.input(from, s -> List.of(s.select(path)));
      }

      @Override
      public Layer layer(CopyInput.Selected selected)
          throws IOException, StepException, InterruptedException {
        StepRunner.Line hidden =
            new StepRunner.Line(null, "files for " + run.step().text(), run.step().range());
        try {
          return runner.run(hidden, new TreeStep(selected, session.now())).layer();
        } catch (BuildException e) {
          throw new IOException(e.getMessage(), e);
        }
      }

      @Override
      public LayerDraft scratch() throws IOException {
        return session.store().layers().draft(List.of());
      }
    };
  }

  private CopyInput input(Origin origin, SelectedInput.Operand operand) {
    return switch (origin) {
      case Origin.Context _ -> contextInput(operand);
      case Origin.Empty _ -> rooted("an empty root", () -> Snapshot.of(Root.SCRATCH), operand);
      case Origin.Stage s -> rooted("the stage it is copied from", () -> await(s.index()), operand);
      case Origin.Image i ->
          rooted(
              "image '" + i.name() + "'",
              () -> Snapshot.of(session.images().get(i.name(), i.platform())),
              operand);
      case Origin.NamedContext c ->
          throw new IllegalStateException("context '" + c.name() + "' was not refused");
    };
  }

  /// Gets the root that something is read from; may wait for a stage or ask for an image.
  @FunctionalInterface
  private interface Roots {
    Snapshot get() throws IOException, InterruptedException;
  }

  private CopyInput rooted(String where, Roots root, SelectedInput.Operand operand) {
    return new CopyInput() {
      @Override
      public Optional<String> identity() throws IOException, InterruptedException {
        return Optional.of(root.get().chain());
      }

      @Override
      public Selected select() throws IOException, StepException, InterruptedException {
        Snapshot snapshot = root.get();
        return new SelectedInput(
                Optional.empty(), where, () -> view(snapshot), session.now(), operand)
            .select();
      }
    };
  }

  private FileTree view(Snapshot snapshot) throws IOException, InterruptedException {
    FileTree known = views.get(snapshot.chain());
    if (known == null) {
      known = new ViewTree(UnionView.of(snapshot.layers()));
      views.put(snapshot.chain(), known);
    }
    return known;
  }
}
