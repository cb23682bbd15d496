package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildStep;
import dev.jbuild.builder.cache.CacheKey;
import dev.jbuild.builder.cache.CachedLayer;
import dev.jbuild.builder.progress.Progress;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.builder.step.StepException;
import dev.jbuild.builder.step.Work;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Gets the result of a step: from the cache, from an equal step of this build, or by carrying it
/// out. Equal steps are carried out once; no more than the request's number run at a time.
final class StepRunner {
  private final Session session;
  private final Progress hidden;
  private final Semaphore slots;
  private final Map<Digest, CompletableFuture<CachedLayer>> results = new ConcurrentHashMap<>();

  StepRunner(Session session) {
    this.session = session;
    this.hidden = new Progress(BuildListener.silent(), session.clock());
    this.slots = new Semaphore(session.request().parallelism());
  }

  /// A step as the Dockerfile has it; `step` is null for work that is not shown.
  record Line(@Nullable BuildStep step, String text, SourceRange range) {}

  /// The step failed because an equal one did, which has been reported.
  static final class SharedFailure extends RuntimeException {
    SharedFailure(Throwable cause) {
      super(cause);
    }
  }

  /// The layer that the work makes.
  CachedLayer run(Line line, Work work) throws BuildException, InterruptedException {
    CacheKey key;
    try {
      key = complete(work.key());
    } catch (IOException | StepException e) {
      throw failed(line, null, e);
    }
    CompletableFuture<CachedLayer> result = new CompletableFuture<>();
    CompletableFuture<CachedLayer> other = results.putIfAbsent(key.digest(), result);
    if (other != null) {
      return share(line, other);
    }
    try {
      CachedLayer layer = get(line, work, key);
      result.complete(layer);
      return layer;
    } finally {
      result.cancel(false);
    }
  }

  private CachedLayer share(Line line, CompletableFuture<CachedLayer> other)
      throws InterruptedException {
    try {
      CachedLayer layer = other.get();
      showCached(line);
      return layer;
    } catch (ExecutionException | java.util.concurrent.CancellationException e) {
      throw new SharedFailure(e);
    }
  }

  private CachedLayer get(Line line, Work work, CacheKey key)
      throws BuildException, InterruptedException {
    Running running = null;
    try {
      Optional<CachedLayer> hit = find(key);
      Optional<CacheKey> content = Optional.empty();
      if (hit.isEmpty()) {
        content = work.contentKey().map(this::complete);
        hit = content.isPresent() ? find(content.get()) : hit;
        if (hit.isPresent()) {
          session.cache().put(key, hit.get(), line.text(), 0);
        }
      }
      if (hit.isPresent()) {
        showCached(line);
        return hit.get();
      }
      if (line.step() == null) {
        return carryOut(line, work, key, content, hidden.begin(line.text()));
      }
      slots.acquire();
      try {
        running = session.progress().start(line.step());
        CachedLayer made = carryOut(line, work, key, content, running);
        running.finished();
        session.progress().countExecuted();
        return made;
      } finally {
        slots.release();
      }
    } catch (IOException | StepException e) {
      if (Thread.currentThread().isInterrupted()) {
        if (running != null) {
          running.cancelled();
        }
        throw new InterruptedException();
      }
      throw failed(line, running, e);
    } catch (InterruptedException e) {
      if (running != null) {
        running.cancelled();
      }
      throw e;
    }
  }

  /// A limit for times changes every layer.
  private CacheKey complete(CacheKey key) {
    Instant latest = session.latest();
    return latest == null ? key : key.with("epoch", latest.getEpochSecond());
  }

  private Optional<CachedLayer> find(CacheKey key) throws IOException {
    return session.request().noCache() ? Optional.empty() : session.cache().find(key);
  }

  private CachedLayer carryOut(
      Line line, Work work, CacheKey key, Optional<CacheKey> content, Running running)
      throws IOException, StepException, InterruptedException {
    long start = System.nanoTime();
    Layer layer;
    try (LayerDraft draft = session.store().layers().draft(work.parents())) {
      work.carryOut(draft, running);
      layer = draft.commit(session.latest());
    }
    CachedLayer result = new CachedLayer(layer, session.clock().instant());
    long millis = (System.nanoTime() - start) / 1_000_000;
    session.cache().put(key, result, line.text(), millis);
    if (content.isPresent()) {
      session.cache().put(content.get(), result, line.text(), millis);
    }
    session.records().flushIfDue();
    return result;
  }

  private void showCached(Line line) {
    if (line.step() != null) {
      session.progress().cached(line.step());
    }
  }

  private BuildException failed(Line line, @Nullable Running running, Exception e) {
    String message =
        "%s: %s: %s"
            .formatted(
                session.dockerfile().place(line.range()),
                line.text().lines().findFirst().orElse(""),
                e.getMessage());
    String excerpt = Excerpt.of(session.dockerfile(), line.range());
    BuildStep step = line.step();
    if (step == null) {
      return BuildException.at(message, excerpt, e);
    }
    Running ended = running != null ? running : session.progress().start(step);
    ended.failed(String.valueOf(e.getMessage()));
    return e instanceof StepException s && s.exitCode() >= 0
        ? BuildException.exited(step, message, excerpt, s.lastOutput(), s.exitCode())
        : BuildException.in(step, message, excerpt, e);
  }
}
