package dev.jbuild.engine.container;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.TreeWriter;
import dev.jbuild.layer.disk.DiskStore;
import dev.jbuild.layer.snapshot.Snapshots;
import dev.jbuild.runtime.ContainerRuntime;
import dev.jbuild.runtime.launch.LauncherRuntime;
import dev.jbuild.runtime.launch.ProcessSignals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// A real store with images made of the host's static busybox, and the launcher the build made.
final class BusyboxStore implements AutoCloseable {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final Store store;
  private final Layer layer;

  private BusyboxStore(Store store, Layer layer) {
    this.store = store;
    this.layer = layer;
  }

  static BusyboxStore in(Path directory) throws IOException {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "needs root: makes namespaces and mounts");
    Assumptions.assumeTrue(Files.isExecutable(BUSYBOX), "needs /bin/busybox (busybox-static)");
    Store store = DiskStore.open(directory, InstantSource.system());
    try (LayerDraft draft = store.layers().draft(List.of())) {
      TreeWriter tree = draft.tree();
      tree.file("/bin/busybox", FileAttributes.of(0755, 0, 0, TIME), BUSYBOX);
      for (String applet : List.of("sh", "cat", "echo", "id", "sleep", "true", "ls", "touch")) {
        tree.symlink("/bin/" + applet, "busybox", FileAttributes.of(0777, 0, 0, TIME));
      }
      text(tree, "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001::/srv:/bin/sh\n");
      text(tree, "/etc/group", "root:x:0:\napp:x:1001:\nextra:x:7:app\n");
      tree.directory("/data", FileAttributes.of(0750, 1000, 1001, TIME));
      text(tree, "/data/seed", "from the image\n");
      tree.symlink("/data/link", "seed", FileAttributes.of(0777, 0, 0, TIME));
      tree.directory("/out", FileAttributes.of(0777, 0, 0, TIME));
      return new BusyboxStore(store, draft.commit(null));
    }
  }

  private static void text(TreeWriter tree, String path, String text) throws IOException {
    tree.file(
        path,
        FileAttributes.of(0644, 0, 0, TIME),
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Names an image with this configuration.
  void image(String name, ContainerConfig config) throws IOException {
    ImageConfig image = new ImageConfig(Platform.host(), TIME, "", config, List.of(), List.of());
    store
        .images()
        .put(
            Reference.parse(name).withDefaultTag(),
            store.images().assemble(image, List.of(layer)),
            TIME);
  }

  Store store() {
    return store;
  }

  static Path launcher() {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    return Path.of("../runtime/target/launcher", arch, "jbuild-launcher")
        .toAbsolutePath()
        .normalize();
  }

  static ContainerRuntime runtime() throws IOException {
    return LauncherRuntime.onThisHost(launcher(), LauncherRuntime.Options.DEFAULT);
  }

  Containers containers() throws IOException {
    return containers(Host.local(Platform.host()));
  }

  Containers containers(Host host) throws IOException {
    return new Containers(
        store,
        new Snapshots(store, Snapshots.Driver.AUTO, _ -> {}),
        runtime(),
        new ProcessSignals(launcher()),
        host,
        new SecureRandom(),
        InstantSource.system());
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
