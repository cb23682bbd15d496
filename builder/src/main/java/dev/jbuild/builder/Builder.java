package dev.jbuild.builder;

import dev.jbuild.builder.cache.BuildCache;
import dev.jbuild.builder.cache.RecordQueue;
import dev.jbuild.builder.context.ContextTree;
import dev.jbuild.builder.context.IgnoreFile;
import dev.jbuild.builder.context.StatIndex;
import dev.jbuild.builder.image.Exporter;
import dev.jbuild.builder.mount.CacheMounts;
import dev.jbuild.builder.progress.Progress;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.builder.solve.BaseException;
import dev.jbuild.builder.solve.BaseImages;
import dev.jbuild.builder.solve.Excerpt;
import dev.jbuild.builder.solve.Session;
import dev.jbuild.builder.solve.Solver;
import dev.jbuild.builder.solve.StageNames;
import dev.jbuild.builder.step.Snapshot;
import dev.jbuild.builder.tree.PathFilter;
import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.lint.Linter;
import dev.jbuild.dockerfile.lint.UnusedArguments;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Platform;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/// Builds images from Dockerfiles into a store.
///
/// One builder may serve many builds at once. The image's names are set at the very end of a build;
/// until then nobody sees anything of it. Finished steps are cached whatever happens afterwards: at
/// the end of a build that failed, and every few seconds of a long one that might be killed.
public final class Builder {
  private static final String EPOCH = "SOURCE_DATE_EPOCH";
  private static final int SCANNERS = 4;

  private final Store store;
  private final ImageSource images;
  private final Executor executor;
  private final InstantSource clock;
  private final CacheMounts caches;

  /// @param executor runs the commands of `RUN`
  /// @param images finds base images
  public Builder(Store store, ImageSource images, Executor executor, InstantSource clock) {
    this.store = Objects.requireNonNull(store);
    this.images = Objects.requireNonNull(images);
    this.executor = Objects.requireNonNull(executor);
    this.clock = Objects.requireNonNull(clock);
    this.caches = new CacheMounts(home().resolve("mounts"));
  }

  private Path home() {
    return store.root().resolve("builder");
  }

  /// Builds one image.
  ///
  /// @throws BuildException when the image cannot be built; nothing is named then
  /// @throws InterruptedException when the calling thread was interrupted; running steps are killed
  public BuildResult build(BuildRequest request, BuildListener listener)
      throws BuildException, InterruptedException {
    Progress progress = new Progress(listener, clock);
    Dockerfile dockerfile = null;
    try (Lease lease = store.lease("build of " + request.context())) {
      Definition definition = Definition.load(request);
      dockerfile = parse(request, definition, progress);
      return build(request, definition, dockerfile, lease, progress);
    } catch (DockerfileException e) {
      throw Definition.invalid(e);
    } catch (BaseException e) {
      throw unresolved(e, dockerfile);
    } catch (InterruptedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      throw failed(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static BuildException unresolved(BaseException e, @Nullable Dockerfile dockerfile) {
    if (dockerfile == null) {
      return failed(e);
    }
    String where = dockerfile.source().place(e.range()) + ": ";
    return BuildException.at(
        where + e.getMessage() + StageNames.hint(dockerfile, e.range()),
        Excerpt.of(dockerfile.source(), e.range()),
        e);
  }

  private static BuildException failed(IOException e) {
    String message = e.getMessage();
    return BuildException.of(message == null ? e.toString() : message, e);
  }

  private static Dockerfile parse(BuildRequest request, Definition definition, Progress progress)
      throws DockerfileException {
    Running running =
        progress.begin("[internal] load build definition from " + definition.source().name());
    running.transferred(
        "transferring dockerfile:", definition.source().length(), definition.source().length());
    running.finished();
    return Dockerfile.from(definition.tree(request));
  }

  private BuildResult build(
      BuildRequest request,
      Definition definition,
      Dockerfile dockerfile,
      Lease lease,
      Progress progress)
      throws BuildException, DockerfileException, IOException, InterruptedException {
    Instant now = clock.instant();
    Optional<IgnoreFile> ignore = ignoreFile(request, definition, progress);
    PathFilter filter = ignore.map(f -> IgnoreFile.filter(f.patterns())).orElse(PathFilter.NONE);
    BaseImages bases = new BaseImages(images, request.pull(), progress, lease);
    BuildPlan plan = Linter.plan(dockerfile, options(request, ignore), bases);
    plan.warnings().forEach(progress::warn);
    UnusedArguments.find(dockerfile, plan, request.buildArgs().keySet())
        .forEach(message -> progress.warn(message, ""));
    Instant latest = latest(request, plan.sourceDateEpoch());
    RecordQueue records = new RecordQueue(store, clock);
    Session session =
        new Session(
            request,
            dockerfile.source(),
            store,
            new BuildCache(store, lease, records, progress),
            records,
            bases,
            executor,
            caches,
            home().resolve("run"),
            progress,
            clock,
            latest == null || now.isBefore(latest) ? now : latest,
            latest);
    StatIndex index = StatIndex.open(indexFile(request.context()), now);
    try (ForkJoinPool pool = new ForkJoinPool(SCANNERS)) {
      ContextTree context = new ContextTree(request.context(), filter, index, pool);
      Snapshot root;
      try {
        root = new Solver(session, plan, context).solve();
      } finally {
        records.flush();
        index.save();
      }
      return new Exporter(store, clock, progress).export(request, plan.target(), root, latest);
    }
  }

  private static Optional<IgnoreFile> ignoreFile(
      BuildRequest request, Definition definition, Progress progress) throws IOException {
    Running running = progress.begin("[internal] load .dockerignore");
    boolean done = false;
    try {
      Optional<IgnoreFile> ignore = definition.ignoreFile(request.context());
      long size = ignore.map(IgnoreFile::size).orElse(0);
      running.transferred("transferring context:", size, size);
      running.finished();
      done = true;
      return ignore;
    } finally {
      if (!done) {
        running.failed("the ignore file could not be read");
      }
    }
  }

  static PlanOptions options(BuildRequest request, Optional<IgnoreFile> ignore) {
    String target = request.target();
    return new PlanOptions(
        target.isEmpty() ? null : target,
        request.buildArgs(),
        Platform.host().toString(),
        request.platform().toString(),
        request.labels(),
        Map.of(),
        Operation.Network.valueOf(request.network().name()),
        "",
        ignore.map(IgnoreFile::patterns).orElse(null));
  }

  private static @Nullable Instant latest(BuildRequest request, String given)
      throws BuildException {
    if (request.sourceDateEpoch().isPresent()) {
      return request.sourceDateEpoch().get();
    }
    if (given.isEmpty()) {
      return null;
    }
    try {
      return Instant.ofEpochSecond(Long.parseLong(given));
    } catch (NumberFormatException | DateTimeException e) {
      throw BuildException.of(
          "%s is '%s'; only a number of seconds since 1970 is supported yet"
              .formatted(EPOCH, given),
          e);
    }
  }

  private Path indexFile(Path context) throws IOException {
    String key = context.toRealPath().toString();
    String name = Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 40);
    return home().resolve("contexts").resolve(name);
  }
}
