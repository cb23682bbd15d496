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
import dev.jbuild.layer.snapshot.OverlayRefusedException;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
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

  /// What stands for a mounted stack: a mount, a copy of ours, or somebody else's directory.
  private enum Form {
    OVERLAY,
    COPY,
    LENT
  }

  private record Place(Mounted mounted, Form form) {
    Place withCount(long count) {
      return new Place(new Mounted(mounted.key(), mounted.path(), count, mounted.writable()), form);
    }
  }

  /// Makes what the record tells of.
  @FunctionalInterface
  private interface Making {
    void make(Path place) throws IOException;
  }

  private final Parts parts;
  private final DiskLayerStore layers;
  private final DiskRecords records;

  DiskTreeMounts(Parts parts) {
    this.parts = parts;
    this.layers = new DiskLayerStore(parts);
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
  public Mounted mount(String key, List<Layer> stack, List<Path> seen, @Nullable Changes changes)
      throws IOException {
    layers.prepare(stack);
    return take(
        new Mounted(key, place(key), 0, changes != null),
        Form.OVERLAY,
        stack,
        place -> {
          AtomicFiles.directory(place);
          try (Fd directory = Opening.directory(place)) {
            OverlayForm.current().requireKernelForms(directory);
            OverlayMount.mount(parts.paths(), place, stack, seen, changes);
          } catch (SyscallException e) {
            throw OverlayRefusedException.of(e);
          }
        });
  }

  @Override
  public Mounted copy(String key, List<Layer> stack, List<Path> seen) throws IOException {
    List<Path> trees = new ArrayList<>(seen);
    stack.reversed().forEach(layer -> trees.add(layer.directory()));
    for (Path upper : seen) {
      OverlayForm.current().requireSight(upper);
    }
    layers.prepare(stack);
    return take(
        new Mounted(key, place(key), 0, false),
        Form.COPY,
        stack,
        place -> MountCopies.make(parts, trees, place));
  }

  @Override
  public Mounted lend(String key, List<Layer> layers, Path place) throws IOException {
    return take(new Mounted(key, place, 0, true), Form.LENT, layers, _ -> {});
  }

  /// Counts what is mounted, or makes it.
  private Mounted take(Mounted wanted, Form form, List<Layer> layers, Making making)
      throws IOException {
    try (StoreLocks.Held _ = lock()) {
      AtomicFiles.directory(directory());
      Optional<Place> there = current(wanted.key());
      Place place =
          there.isPresent()
              ? there.get().withCount(there.get().mounted().count() + 1)
              : new Place(wanted, form).withCount(1);
      records.put(wanted.key(), body(place), References.toLayers(layers));
      if (there.isEmpty()) {
        try {
          making.make(wanted.path());
        } catch (IOException e) {
          forget(place);
          throw AtomicFiles.explained("mounting " + wanted.key(), e);
        }
      }
      return place.mounted();
    }
  }

  private static JsonObject body(Place place) throws IOException {
    JsonObject.Builder body =
        JsonObject.builder()
            .put("count", place.mounted().count())
            .put("writable", place.mounted().writable());
    MountNamespace.current().write(body);
    return switch (place.form()) {
      case OVERLAY -> body.build();
      case COPY -> body.put("copy", true).build();
      case LENT -> body.put("place", place.mounted().path().toString()).build();
    };
  }

  private void forget(Place place) throws IOException {
    records.remove(place.mounted().key());
    if (place.form() != Form.LENT) {
      Files.deleteIfExists(place.mounted().path());
    }
  }

  /// What is mounted, after what is not mounted any more was forgotten. A mount of another mount
  /// namespace cannot be seen; its record stays as long as that namespace may be there.
  private Optional<Place> current(String key) throws IOException {
    Optional<Records.Entry> entry = records.get(key);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    Place place = read(entry.get());
    if (isThere(place)) {
      return Optional.of(place);
    }
    boolean elsewhere =
        place.form() == Form.OVERLAY && MountNamespace.read(entry.get().body()).isElsewhere();
    if (!elsewhere) {
      forget(place);
    }
    return Optional.empty();
  }

  private static boolean isThere(Place place) throws IOException {
    Path path = place.mounted().path();
    return place.form() == Form.OVERLAY ? isMounted(path) : Files.isDirectory(path);
  }

  private Place read(Records.Entry entry) throws JsonException {
    JsonObject body = entry.body();
    String lent = body.text("place");
    Form form =
        !lent.isEmpty() ? Form.LENT : body.bool("copy").orElse(false) ? Form.COPY : Form.OVERLAY;
    Mounted mounted =
        new Mounted(
            entry.key(),
            lent.isEmpty() ? place(entry.key()) : Path.of(lent),
            body.requireInteger("count"),
            body.bool("writable").orElse(false));
    return new Place(mounted, form);
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
      return current(key).map(Place::mounted);
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
        current(entry.key()).ifPresent(place -> mounts.add(place.mounted()));
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
      Optional<Place> there = current(key);
      if (there.isEmpty()) {
        return Optional.empty();
      }
      long left = whole ? 0 : there.get().mounted().count() - 1;
      Place after = there.get().withCount(left);
      if (left > 0) {
        References kept = records.get(key).orElseThrow().references();
        records.put(key, body(after), kept);
      } else {
        switch (after.form()) {
          case OVERLAY -> OverlayMount.unmount(after.mounted().path());
          case COPY -> MountCopies.remove(parts, after.mounted().path());
          case LENT -> {}
        }
        forget(after);
      }
      return Optional.of(after.mounted());
    }
  }
}
