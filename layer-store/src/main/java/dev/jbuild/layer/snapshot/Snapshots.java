package dev.jbuild.layer.snapshot;

import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.References;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.TreeMounts.Changes;
import dev.jbuild.layer.TreeMounts.Mounted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Decides whether containers of a store get an overlay or a full copy of their layers.
///
/// An overlay is tried first; when the kernel refuses to mount one, that is told once and
/// remembered in the store, with the kernel, the file system and the privileges that it was refused
/// to. The lock guards what this object knows of that, and is held while it is written.
public final class Snapshots {
  /// What the user asked for.
  public enum Driver {
    /// Overlays where they can be mounted, else copies.
    AUTO,
    /// Overlays or an error.
    OVERLAY,
    /// Copies.
    COPY
  }

  private static final String KIND = "snapshots";
  private static final String KEY = "driver";

  private final Store store;
  private final Driver wanted;
  private final Consumer<String> warnings;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Boolean copies;

  /// @param warnings told when copies are made because overlays are refused
  public Snapshots(Store store, Driver wanted, Consumer<String> warnings) {
    this.store = store;
    this.wanted = wanted;
    this.warnings = warnings;
  }

  /// Whether copies are to be made without trying an overlay.
  public boolean copies() throws IOException {
    if (wanted != Driver.AUTO) {
      return wanted == Driver.COPY;
    }
    lock.lock();
    try {
      Boolean known = copies;
      if (known == null) {
        known = isRemembered();
        copies = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private boolean isRemembered() throws IOException {
    try {
      Optional<Records.Entry> record = store.records(KIND).get(KEY);
      return record.isPresent()
          && Circumstances.read(record.get().body()).equals(Circumstances.of(store.root()));
    } catch (JsonException | ContentException.Corrupt _) {
      return false; // it is written anew when an overlay is refused again
    }
  }

  /// Whether a copy may stand for an overlay that was refused.
  public boolean fallsBack() {
    return wanted == Driver.AUTO;
  }

  /// Notes that an overlay was refused; from now on, copies are made.
  ///
  /// @param reason what the kernel said
  public void refused(String reason) throws IOException {
    lock.lock();
    try {
      if (Boolean.TRUE.equals(copies)) {
        return;
      }
      copies = true;
      store.records(KIND).put(KEY, Circumstances.of(store.root()).write(reason), References.NONE);
    } finally {
      lock.unlock();
    }
    warnings.accept(
        "no overlay can be mounted in the store '%s', so each container and each RUN gets a copy of all its files, which takes time and space (%s)"
            .formatted(store.root(), reason));
  }

  /// Mounts a stack as [dev.jbuild.layer.TreeMounts#mount] does, or gives a copy of what it shows,
  /// for reading.
  public Mounted mount(String key, List<Layer> layers, List<Path> seen, @Nullable Changes changes)
      throws IOException {
    if (!copies()) {
      try {
        return store.mounts().mount(key, layers, seen, changes);
      } catch (OverlayRefusedException e) {
        if (!fallsBack()) {
          throw e;
        }
        refused(String.valueOf(e.getMessage()));
      }
    }
    return store.mounts().copy(key, layers, changes == null ? seen : List.of(changes.upper()));
  }
}
