package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.disk.DiskStore;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.http.HttpRegistryClient;
import dev.jbuild.registry.fixture.DockerRegistry;
import dev.jbuild.registry.fixture.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pulls and pushes that are killed at odd moments: nothing half-done is visible and the next try
/// succeeds.
class KilledTransferIT {
  private static final int KILLS = 4;

  @TempDir private Path directory;
  private final Random random = new Random(42);
  private DockerRegistry registry;
  private RegistryClient client;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    registry = DockerRegistry.start(directory);
    client = HttpRegistryClient.open(Settings.quick().build(), CredentialSource.ANONYMOUS);
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  private Store open(String name) throws IOException {
    return DiskStore.open(directory.resolve(name), InstantSource.system());
  }

  private Image build(Store store, Reference name) throws IOException {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      byte[] large = new byte[8 << 20];
      random.nextBytes(large);
      layers.add(Images.layer(store, List.copyOf(layers), Map.of("large" + i, large)));
    }
    return Images.image(store, name, dev.jbuild.image.Platform.host(), layers);
  }

  /// Lets a transfer begin and kills it a little later.
  private void kill(String verb, Path store, Reference name)
      throws IOException, InterruptedException {
    Process process = TransferProcess.start(verb, store, name, directory.resolve("transfer.log"));
    try (BufferedReader reader = process.inputReader()) {
      reader.readLine();
      Thread.sleep(random.nextInt(150));
    } finally {
      process.destroyForcibly();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aKilledPullLeavesAStoreThatWorks() throws Exception {
    Reference name = Reference.parse(registry.domain() + "/killed/pull:1");
    try (Store here = open("here")) {
      build(here, name);
      new ImagePusher(here, client, Compression.GZIP).push(name, TransferListener.SILENT);
    }
    for (int i = 0; i < KILLS; i++) {
      Path place = directory.resolve("there" + i % 2);
      kill("pull", place, name);
      try (Store there = DiskStore.open(place, InstantSource.system())) {
        assertEquals(List.of(), there.check());
        for (Image image : there.images().list()) {
          assertTrue(there.layers().stack(Images.diffIds(there, image)).isPresent());
        }
      }
    }
    for (int i = 0; i < 2; i++) {
      try (Store there = open("there" + i)) {
        new ImagePuller(there, client, InstantSource.system())
            .pull(name, PlatformChoice.host(), TransferListener.SILENT);
        assertEquals(List.of(), there.check());
      }
    }
  }

  @Test
  void thePullAfterAKilledOneGoesOnWhereThatStood() throws Exception {
    Reference name = Reference.parse(registry.domain() + "/killed/resumed:1");
    byte[] large = new byte[48 << 20];
    random.nextBytes(large);
    try (Store here = open("here")) {
      Layer layer = Images.layer(here, List.of(), Map.of("large", large));
      Images.image(here, name, dev.jbuild.image.Platform.host(), List.of(layer));
      new ImagePusher(here, client, Compression.GZIP).push(name, TransferListener.SILENT);
    }
    Path place = directory.resolve("resumed");
    kill("pull", place, name);
    AtomicLong first = new AtomicLong(-1);
    try (Store there = open("resumed")) {
      there.collectGarbage();
      new ImagePuller(there, client, InstantSource.system())
          .pull(
              name,
              PlatformChoice.host(),
              event -> {
                if (event instanceof TransferEvent.Progress p) {
                  first.compareAndSet(-1, p.done());
                }
              });
      assertEquals(List.of(), there.check());
    }
    // the killed process had moved a piece when it said so, and wrote that to its file before
    assertTrue(first.get() > BlobDownload.CHUNK, "the second pull began at " + first.get());
  }

  @Test
  void aKilledPushLeavesNoTagWithoutItsImage() throws Exception {
    Reference name = Reference.parse(registry.domain() + "/killed/push:1");
    try (Store here = open("here")) {
      build(here, name);
    }
    for (int i = 0; i < KILLS; i++) {
      kill("push", directory.resolve("here"), name);
      try (Store there = open("there" + i)) {
        new ImagePuller(there, client, InstantSource.system())
            .pull(name, PlatformChoice.host(), TransferListener.SILENT);
      } catch (RegistryException e) {
        assertEquals(RegistryException.Reason.NOT_FOUND, e.reason());
      }
    }
    try (Store here = open("here")) {
      assertEquals(List.of(), here.check());
      new ImagePusher(here, client, Compression.GZIP).push(name, TransferListener.SILENT);
    }
    try (Store there = open("last")) {
      assertTrue(
          new ImagePuller(there, client, InstantSource.system())
              .pull(name, PlatformChoice.host(), TransferListener.SILENT)
              .changed());
    }
  }
}
