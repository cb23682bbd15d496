package dev.jbuild.engine.usage;

import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.ContainerFiles;
import dev.jbuild.engine.container.ContainerFilters;
import dev.jbuild.engine.container.Containers;
import dev.jbuild.engine.image.ImageFilters;
import dev.jbuild.engine.usage.PrunePlan.Kept;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.StoreUsage.Holder;
import dev.jbuild.layer.StoreUsage.Item;
import dev.jbuild.runtime.ContainerException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Cleans a store up. What goes is decided first, as a plan that can be shown; then records are
/// removed, and garbage collection gives the space back. What a build, a pull or a container uses
/// meanwhile stays.
public final class Pruner {
  private static final String NAMELESS_VOLUME = "[0-9a-f]{64}";

  private final Store store;
  private final Containers containers;
  private final InstantSource clock;

  public Pruner(Store store, Containers containers, InstantSource clock) {
    this.store = store;
    this.containers = containers;
    this.clock = clock;
  }

  /// Says what a request would remove.
  ///
  /// @throws IllegalArgumentException when a filter is malformed
  public PrunePlan plan(PruneRequest request) throws IOException {
    return new Planning(request, Inventory.of(store, containers)).run();
  }

  /// Removes what a plan says, as far as it is still there and still unused.
  ///
  /// @return the bytes given back
  public long carryOut(PrunePlan plan)
      throws IOException, ContainerException, InterruptedException {
    long bytes = 0;
    ContainerFiles files = new ContainerFiles(store);
    for (Container container : plan.containers()) {
      long size = ContainerFiles.sizeOf(files.changes(container.record()));
      if (!containers.find(container.record().id()).map(Container::isRunning).orElse(true)) {
        containers.remove(container, false);
        bytes += size;
      }
    }
    for (Image image : plan.images()) {
      if (!isUsed(image)) {
        store.images().remove(image);
      }
    }
    for (PrunePlan.Step step : plan.steps()) {
      store.records(Inventory.CACHE).remove(step.key());
    }
    for (String volume : plan.volumes()) {
      Path directory = store.root().resolve("volumes").resolve(volume);
      bytes += ContainerFiles.sizeOf(directory);
      containers.removeVolume(volume);
    }
    return bytes + store.collectGarbage().bytes();
  }

  private boolean isUsed(Image image) throws IOException {
    return containers.list().stream().anyMatch(c -> c.record().imageId().equals(image.id()));
  }

  /// One plan in the making.
  private final class Planning {
    private final PruneRequest request;
    private final Inventory all;
    private final List<Kept> kept = new ArrayList<>();
    private final Set<Holder> going = new HashSet<>();

    Planning(PruneRequest request, Inventory all) {
      this.request = request;
      this.all = all;
    }

    PrunePlan run() throws IOException {
      List<Container> ended = endedContainers();
      List<Image> images = images(ended);
      List<PrunePlan.Step> steps = steps();
      List<String> volumes = volumes(ended);
      long bytes = all.freedBy(going) + all.usage().abandoned();
      for (Item item : all.usage().items()) {
        bytes += item.holders().isEmpty() && !item.leased() ? item.size() : 0;
        if (item.leased() && going.containsAll(item.holders())) {
          kept.add(new Kept(item.name(), "a build or pull that runs now may need it"));
        }
      }
      ContainerFiles files = new ContainerFiles(store);
      for (Container container : ended) {
        bytes += ContainerFiles.sizeOf(files.changes(container.record()));
      }
      for (String volume : volumes) {
        bytes += ContainerFiles.sizeOf(store.root().resolve("volumes").resolve(volume));
      }
      return new PrunePlan(ended, images, steps, volumes, kept, bytes);
    }

    private List<Container> endedContainers() throws IOException {
      if (!request.containers()) {
        return List.of();
      }
      ContainerFilters filters =
          ContainerFilters.parse(request.filters(), containers, store, clock.instant());
      List<Container> ended = new ArrayList<>();
      for (Container container : all.containers()) {
        String what = "container '" + container.record().name() + "'";
        if (container.isRunning()) {
          kept.add(new Kept(what, "it runs"));
        } else if (!filters.accepts(container)) {
          kept.add(new Kept(what, "it does not fit the filter"));
        } else {
          ended.add(container);
          going.add(new Holder(Inventory.CONTAINERS, container.record().id()));
        }
      }
      return ended;
    }

    private List<Image> images(List<Container> ended) throws IOException {
      if (request.images() == PruneRequest.Images.NONE) {
        return List.of();
      }
      ImageFilters filters = ImageFilters.parse(request.filters(), store, clock.instant());
      List<Image> images = new ArrayList<>();
      for (Image image : all.images()) {
        String why = whyKept(image, ended, filters);
        if (why.isEmpty()) {
          images.add(image);
          going.add(new Holder(Inventory.IMAGES, image.manifest().digest().toString()));
        } else {
          kept.add(new Kept(name(image), why));
        }
      }
      return images;
    }

    private String whyKept(Image image, List<Container> ended, ImageFilters filters)
        throws IOException {
      for (Container container : all.of(image.id())) {
        if (!ended.contains(container)) {
          return "container '" + container.record().name() + "' has it";
        }
      }
      if (request.images() == PruneRequest.Images.DANGLING && !image.names().isEmpty()) {
        return "it has a name; -a removes every image that no container has";
      }
      return filters.accepts(image) ? "" : "it does not fit the filter";
    }

    private List<PrunePlan.Step> steps() throws IOException {
      if (request.cache() == PruneRequest.Cache.NONE) {
        return List.of();
      }
      return new CachePlan(all, request, going, kept, clock.instant()).run();
    }

    private List<String> volumes(List<Container> ended) {
      if (!request.volumes()) {
        return List.of();
      }
      List<String> volumes = new ArrayList<>();
      for (String volume : all.volumes()) {
        boolean used =
            all.containers().stream()
                .filter(c -> !ended.contains(c))
                .anyMatch(c -> c.record().volumes().contains(volume));
        if (!volume.matches(NAMELESS_VOLUME)) {
          kept.add(new Kept("volume '" + volume + "'", "it was given a name"));
        } else if (used) {
          kept.add(new Kept("volume '" + volume + "'", "a container has it"));
        } else {
          volumes.add(volume);
        }
      }
      return volumes;
    }
  }

  private static String name(Image image) {
    return image.names().isEmpty()
        ? "image " + image.id().shortHex()
        : "image '" + image.names().getFirst().familiar() + "'";
  }
}
