package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildStep;
import dev.jbuild.builder.ImageSource;
import dev.jbuild.builder.PullPolicy;
import dev.jbuild.builder.ResolvedImage;
import dev.jbuild.builder.image.ConfigMapping;
import dev.jbuild.builder.progress.Progress;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.builder.step.Root;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.plan.BaseImage;
import dev.jbuild.dockerfile.plan.BaseResolver;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Lease;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The images that a build reads, each asked for once.
///
/// The lock guards the table; it is held while an image is resolved, so that two stages on one base
/// do not pull it twice.
public final class BaseImages implements BaseResolver {
  private final ImageSource source;
  private final PullPolicy policy;
  private final Progress progress;
  private final Lease lease;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ImageRoot> images = new HashMap<>();

  public BaseImages(ImageSource source, PullPolicy policy, Progress progress, Lease lease) {
    this.source = source;
    this.policy = policy;
    this.progress = progress;
    this.lease = lease;
  }

  @Override
  public BaseImage resolve(String name, String platform, SourceRange where) throws IOException {
    try {
      ResolvedImage image = get(name, platform).image;
      ImageConfig config = image.config().value();
      return new BaseImage(
          image.name().toString(),
          ConfigMapping.toPlan(config),
          config.platform().toString(),
          true);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new BaseException(where, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while looking for '" + name + "'");
    }
  }

  /// The image of this name.
  ImageRoot get(String name, String platform) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      String key = name + " " + platform;
      ImageRoot known = images.get(key);
      if (known == null) {
        known = ask(name, platform);
        images.put(key, known);
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private ImageRoot ask(String name, String platform) throws IOException, InterruptedException {
    Reference reference;
    try {
      reference = Reference.parse(name).withDefaultTag();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    Running running = progress.begin("[internal] load metadata for " + reference);
    AtomicReference<Running> current = new AtomicReference<>(running);
    AtomicBoolean moved = new AtomicBoolean();
    boolean done = false;
    try {
      ResolvedImage image =
          source.resolve(
              reference,
              Platform.parse(platform),
              policy,
              (item, bytes, total) -> {
                moved.set(true);
                current.get().transferred(item, bytes, total);
              });
      running.finished();
      done = true;
      return new ImageRoot(image, current, moved);
    } catch (IOException e) {
      running.failed(String.valueOf(e.getMessage()));
      done = true;
      throw e;
    } finally {
      if (!done) {
        running.cancelled();
      }
    }
  }

  /// An image as the root of a stage. Its layers are fetched when they are first needed; the lock
  /// lets one step do so.
  final class ImageRoot implements Root {
    private final ResolvedImage image;
    private final AtomicReference<Running> current;
    private final AtomicBoolean moved;
    private final ReentrantLock fetching = new ReentrantLock();
    private boolean shown;
    private @Nullable BuildStep step;
    private @Nullable List<Layer> layers;

    private ImageRoot(ResolvedImage image, AtomicReference<Running> current, AtomicBoolean moved) {
      this.image = image;
      this.current = current;
      this.moved = moved;
    }

    /// The line of a `FROM` under which fetching is to be shown; of several, the first.
    ///
    /// @return false when the image has such a line already
    boolean showAs(BuildStep from) {
      fetching.lock();
      try {
        if (shown) {
          return false;
        }
        step = from;
        shown = true;
        return true;
      } finally {
        fetching.unlock();
      }
    }

    /// Says once that the layers were not needed, unless they were fetched.
    void settle(BuildStep from) {
      fetching.lock();
      try {
        if (from.equals(step) && layers == null) {
          progress.present(from);
          step = null;
        }
      } finally {
        fetching.unlock();
      }
    }

    @Override
    public Optional<ResolvedImage> image() {
      return Optional.of(image);
    }

    @Override
    public List<Digest> diffIds() {
      return image.config().value().diffIds();
    }

    @Override
    public List<Layer> layers() throws IOException, InterruptedException {
      fetching.lockInterruptibly();
      try {
        if (layers == null) {
          List<Layer> fetched = fetch();
          for (Layer layer : fetched) {
            if (lease.keep(layer.id()).isEmpty()) {
              throw new IOException(
                  "layer %s of '%s' vanished from the store; build again"
                      .formatted(layer.diffId(), image.name().familiar()));
            }
          }
          layers = fetched;
        }
        return layers;
      } finally {
        fetching.unlock();
      }
    }

    private List<Layer> fetch() throws IOException, InterruptedException {
      if (step == null) {
        return List.copyOf(image.layers());
      }
      Running running = progress.start(step);
      moved.set(false);
      current.set(running);
      boolean done = false;
      try {
        List<Layer> fetched = List.copyOf(image.layers());
        if (moved.get()) {
          running.finished();
        } else {
          progress.present(step);
        }
        done = true;
        return fetched;
      } finally {
        if (!done) {
          running.failed("fetching '" + image.name().familiar() + "' did not succeed");
        }
      }
    }
  }
}
