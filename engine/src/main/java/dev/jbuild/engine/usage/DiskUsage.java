package dev.jbuild.engine.usage;

import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.ContainerFiles;
import dev.jbuild.engine.container.Containers;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.StoreUsage;
import dev.jbuild.layer.StoreUsage.Holder;
import dev.jbuild.layer.StoreUsage.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How much space what takes in a store, as `docker system df` tells it. Every byte of the store is
/// in exactly one of the sums: with the images if any image needs it, else with the build cache,
/// else with the containers, else with the left-overs.
public final class DiskUsage {
  /// One kind of things.
  ///
  /// @param total how many there are
  /// @param active how many are in use
  /// @param size their bytes
  /// @param reclaimable the bytes that a clean-up would give back
  public record Sum(String type, int total, int active, long size, long reclaimable) {}

  /// An image.
  ///
  /// @param shared bytes that other images need as well
  /// @param unique bytes that are its own
  public record ImageSize(Image image, long shared, long unique, int containers) {}

  /// A container.
  public record ContainerSize(Container container, long size) {}

  /// A volume.
  ///
  /// @param links how many containers are known to use it
  public record VolumeSize(String name, int links, long size) {}

  /// A step in the build cache.
  ///
  /// @param shared whether an image or a container needs its result too
  public record StepSize(
      String key, String step, long size, Instant created, Instant used, boolean shared) {}

  private final Inventory all;
  private final Store store;
  private final Map<Container, Long> written = new HashMap<>();
  private final Map<String, Long> volumeSizes = new HashMap<>();

  private DiskUsage(Inventory all, Store store) {
    this.all = all;
    this.store = store;
  }

  /// Looks at a store.
  public static DiskUsage of(Store store, Containers containers) throws IOException {
    DiskUsage usage = new DiskUsage(Inventory.of(store, containers), store);
    ContainerFiles files = new ContainerFiles(store);
    for (Container container : usage.all.containers()) {
      long size = ContainerFiles.sizeOf(files.changes(container.record()));
      usage.written.put(container, size);
    }
    for (String volume : usage.all.volumes()) {
      Path directory = store.root().resolve("volumes").resolve(volume);
      usage.volumeSizes.put(volume, ContainerFiles.sizeOf(directory));
    }
    return usage;
  }

  /// The directory of the store.
  public Path root() {
    return store.root();
  }

  /// All bytes, of volumes and containers too.
  public long total() {
    return all.usage().total()
        + written.values().stream().mapToLong(Long::longValue).sum()
        + volumeSizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /// The sums by kind.
  public List<Sum> sums() {
    return List.of(images(), containers(), volumes(), cache(), leftOvers());
  }

  private Sum images() {
    Set<Digest> ids = new HashSet<>();
    Set<Holder> unused = new HashSet<>();
    Set<Digest> active = new HashSet<>();
    for (Image image : all.images()) {
      ids.add(image.id());
      if (all.of(image.id()).isEmpty()) {
        unused.add(new Holder(Inventory.IMAGES, image.manifest().digest().toString()));
      } else {
        active.add(image.id());
      }
    }
    long size = sum(item -> item.isHeldBy(Inventory.IMAGES));
    return new Sum(
        "Images", ids.size(), active.size(), size, all.freedBy(withCache(unused)) - own());
  }

  /// The images together with the cache: whoever removes all unused images removes its steps too.
  private Set<Holder> withCache(Set<Holder> images) {
    Set<Holder> holders = new HashSet<>(images);
    all.steps().forEach(step -> holders.add(new Holder(Inventory.CACHE, step.key())));
    return holders;
  }

  /// The bytes that only the cache keeps and that would go.
  private long own() {
    return all.freedBy(withCache(Set.of()));
  }

  private Sum containers() {
    long size = 0;
    long stopped = 0;
    int running = 0;
    for (Container container : all.containers()) {
      long own = written.getOrDefault(container, 0L);
      size += own;
      running += container.isRunning() ? 1 : 0;
      stopped += container.isRunning() ? 0 : own;
    }
    size +=
        sum(item ->
            item.isHeldBy(Inventory.CONTAINERS)
                && !item.isHeldBy(Inventory.IMAGES)
                && !item.isHeldBy(Inventory.CACHE));
    return new Sum("Containers", all.containers().size(), running, size, stopped);
  }

  private Sum volumes() {
    long size = 0;
    long unused = 0;
    int active = 0;
    for (VolumeSize volume : volumeSizes()) {
      size += volume.size();
      unused += volume.links() == 0 ? volume.size() : 0;
      active += volume.links() > 0 ? 1 : 0;
    }
    return new Sum("Local Volumes", volumeSizes.size(), active, size, unused);
  }

  private Sum cache() {
    long size = sum(i -> i.isHeldBy(Inventory.CACHE) && !i.isHeldBy(Inventory.IMAGES));
    int shared = (int) steps().stream().filter(StepSize::shared).count();
    return new Sum("Build Cache", all.steps().size(), shared, size, own());
  }

  /// What the next garbage collection removes, and what belongs to records of other kinds.
  private Sum leftOvers() {
    int number = 0;
    long size = all.usage().unfinished() + all.usage().abandoned();
    long kept = 0;
    for (Item item : all.usage().items()) {
      boolean counted =
          item.isHeldBy(Inventory.IMAGES)
              || item.isHeldBy(Inventory.CACHE)
              || item.isHeldBy(Inventory.CONTAINERS);
      if (!counted) {
        number++;
        size += item.size();
        kept += item.leased() || !item.holders().isEmpty() ? item.size() : 0;
      }
    }
    return new Sum("Left-overs", number, 0, size, size - kept);
  }

  private long sum(java.util.function.Predicate<Item> wanted) {
    return all.usage().items().stream().filter(wanted).mapToLong(Item::size).sum();
  }

  /// All images, latest first.
  public List<ImageSize> imageSizes() {
    Map<String, Digest> ids = new HashMap<>();
    all.images().forEach(image -> ids.put(image.manifest().digest().toString(), image.id()));
    List<ImageSize> sizes = new ArrayList<>();
    for (Image image : all.images()) {
      long shared = 0;
      long unique = 0;
      Holder own = new Holder(Inventory.IMAGES, image.manifest().digest().toString());
      for (Item item : all.usage().items()) {
        if (item.holders().contains(own)) {
          boolean other =
              item.holders().stream()
                  .anyMatch(h ->
                      h.kind().equals(Inventory.IMAGES) && !image.id().equals(ids.get(h.key())));
          shared += other ? item.size() : 0;
          unique += other ? 0 : item.size();
        }
      }
      sizes.add(new ImageSize(image, shared, unique, all.of(image.id()).size()));
    }
    return sizes;
  }

  /// All containers, latest first.
  public List<ContainerSize> containerSizes() {
    return all.containers().stream()
        .map(c -> new ContainerSize(c, written.getOrDefault(c, 0L)))
        .toList();
  }

  /// All volumes by name.
  public List<VolumeSize> volumeSizes() {
    List<VolumeSize> sizes = new ArrayList<>();
    for (String name : all.volumes()) {
      int links =
          (int) all.containers().stream().filter(c -> c.record().volumes().contains(name)).count();
      sizes.add(new VolumeSize(name, links, volumeSizes.getOrDefault(name, 0L)));
    }
    return sizes;
  }

  /// All steps of the build cache, least recently used first.
  public List<StepSize> steps() {
    Map<String, Item> items = new HashMap<>();
    for (Item item : all.usage().items()) {
      items.put(item.name(), item);
    }
    List<StepSize> sizes = new ArrayList<>();
    for (Inventory.CachedStep step : all.steps()) {
      Item item = items.get(step.layer());
      boolean shared =
          item != null && (item.isHeldBy(Inventory.IMAGES) || item.isHeldBy(Inventory.CONTAINERS));
      long size = item == null ? 0 : item.size();
      sizes.add(new StepSize(step.key(), step.step(), size, step.created(), step.used(), shared));
    }
    return sizes;
  }

  /// The account that the sums come from.
  public StoreUsage account() {
    return all.usage();
  }
}
