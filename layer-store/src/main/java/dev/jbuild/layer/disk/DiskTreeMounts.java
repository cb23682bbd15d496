package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.References;
import dev.jbuild.layer.TreeMounts;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.StoreLocks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Mounts below `mounts/NAME`, each with a record that keeps its layers. The record is written
/// first, so that a crash leaves a record without a mount, which is told by the kernel's table of
/// mounts, rather than a mount that nobody knows.
final class DiskTreeMounts implements TreeMounts {
  private static final String KIND = "mounts";

  private final Parts parts;
  private final DiskRecords records;

  DiskTreeMounts(Parts parts) {
    this.parts = parts;
    this.records = parts.records(KIND, false);
  }

  private StoreLocks.Held lock() throws IOException {
    return parts.locks().exclusive(KIND);
  }

  private Path directory() {
    return parts.paths().root().resolve(KIND);
  }

  private Path place(String key) {
    return directory().resolve(Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).shortHex());
  }

  @Override
  public Mounted mount(String key, List<Layer> layers, List<Path> seen, @Nullable Changes changes)
      throws IOException {
    try (StoreLocks.Held _ = lock()) {
      Optional<Mounted> there = current(key);
      long count = there.isPresent() ? there.get().count() + 1 : 1;
      Mounted mounted =
          new Mounted(key, place(key), count, there.map(Mounted::writable).orElse(changes != null));
      References kept = References.toLayers(layers);
      records.put(key, body(mounted), kept);
      if (there.isEmpty()) {
        try {
          AtomicFiles.directory(mounted.path());
          OverlayMount.mount(parts.paths(), mounted.path(), layers, seen, changes);
        } catch (IOException e) {
          forget(mounted);
          throw AtomicFiles.explained("mounting " + key, e);
        }
      }
      return mounted;
    }
  }

  private static JsonObject body(Mounted mounted) throws IOException {
    JsonObject.Builder body =
        JsonObject.builder().put("count", mounted.count()).put("writable", mounted.writable());
    return MountNamespace.current().write(body).build();
  }

  private void forget(Mounted mounted) throws IOException {
    records.remove(mounted.key());
    Files.deleteIfExists(mounted.path());
  }

  /// What is mounted, after what is not mounted any more was forgotten. A mount of another mount
  /// namespace cannot be seen; its record stays as long as that namespace may be there.
  private Optional<Mounted> current(String key) throws IOException {
    Optional<Records.Entry> entry = records.get(key);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    Mounted mounted = read(entry.get());
    if (isMounted(mounted.path())) {
      return Optional.of(mounted);
    }
    if (!MountNamespace.read(entry.get().body()).isElsewhere()) {
      forget(mounted);
    }
    return Optional.empty();
  }

  private Mounted read(Records.Entry entry) throws JsonException {
    return new Mounted(
        entry.key(),
        place(entry.key()),
        entry.body().requireInteger("count"),
        entry.body().bool("writable").orElse(false));
  }

  /// Whether something is mounted on a directory: it is on another device than the one above.
  private static boolean isMounted(Path path) throws IOException {
    try {
      Object own = Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
      Object above = Files.getAttribute(path.getParent(), "unix:dev", LinkOption.NOFOLLOW_LINKS);
      return !own.equals(above);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  @Override
  public Optional<Mounted> find(String key) throws IOException {
    if (!Files.exists(directory())) {
      return Optional.empty();
    }
    try (StoreLocks.Held _ = lock()) {
      return current(key);
    }
  }

  @Override
  public List<Mounted> list() throws IOException {
    List<Mounted> mounts = new ArrayList<>();
    if (!Files.exists(directory())) {
      return mounts;
    }
    try (StoreLocks.Held _ = lock()) {
      for (Records.Entry entry : records.sound()) {
        current(entry.key()).ifPresent(mounts::add);
      }
    }
    return mounts;
  }

  @Override
  public Optional<Mounted> unmount(String key, boolean whole) throws IOException {
    if (!Files.exists(directory())) {
      return Optional.empty();
    }
    try (StoreLocks.Held _ = lock()) {
      Optional<Mounted> there = current(key);
      if (there.isEmpty()) {
        return Optional.empty();
      }
      Mounted mounted = there.get();
      long left = whole ? 0 : mounted.count() - 1;
      Mounted after = new Mounted(key, mounted.path(), left, mounted.writable());
      if (left > 0) {
        References kept = records.get(key).orElseThrow().references();
        records.put(key, body(after), kept);
      } else {
        OverlayMount.unmount(mounted.path());
        forget(mounted);
      }
      return Optional.of(after);
    }
  }
}
