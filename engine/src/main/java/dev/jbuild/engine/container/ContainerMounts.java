package dev.jbuild.engine.container;

import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.TreeMounts.Changes;
import dev.jbuild.layer.TreeMounts.Mounted;
import dev.jbuild.layer.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Containers mounted on the host. One that does not run can be written to; one that runs is only
/// looked at, since two mounts must not write into the same files.
public final class ContainerMounts {
  private static final String PREFIX = "container/";

  /// A mounted container.
  public record ContainerMount(String id, Mounted mounted) {}

  private final Store store;

  public ContainerMounts(Store store) {
    this.store = store;
  }

  private static String key(String id) {
    return PREFIX + id;
  }

  /// Mounts what a container sees. One whose root is a copy shows that copy itself.
  public ContainerMount mount(Container container, Snapshots snapshots) throws IOException {
    ContainerRecord record = container.record();
    String id = record.id();
    ContainerDirectory directory = ContainerDirectory.of(store.root(), id);
    List<Layer> layers = new ContainerFiles(store).layers(record);
    Path upper = directory.upper();
    if (record.copied()) {
      return new ContainerMount(id, store.mounts().lend(key(id), layers, upper));
    }
    Mounted mounted =
        container.isRunning()
            ? snapshots.mount(key(id), layers, List.of(upper), null)
            : snapshots.mount(key(id), layers, List.of(), new Changes(upper, directory.work()));
    return new ContainerMount(id, mounted);
  }

  /// Gives a mount back.
  ///
  /// @return what is left of it; nothing when there was none
  public Optional<Mounted> unmount(String id, boolean whole) throws IOException {
    return store.mounts().unmount(key(id), whole);
  }

  /// All mounted containers.
  public List<ContainerMount> list() throws IOException {
    List<ContainerMount> mounts = new ArrayList<>();
    for (Mounted mounted : store.mounts().list()) {
      if (mounted.key().startsWith(PREFIX)) {
        mounts.add(new ContainerMount(mounted.key().substring(PREFIX.length()), mounted));
      }
    }
    return mounts;
  }
}
