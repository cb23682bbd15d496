package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.disk.DiskStore;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.client.http.HttpRegistryClient;
import dev.jbuild.registry.fixture.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pushes and pulls between two stores through a registry. Extended for each registry at hand.
abstract class TransferContract {
  @TempDir private Path temporary;
  Store here;
  Store there;
  RegistryClient client;

  /// The registry as references name it; each test uses repositories of its own there.
  abstract String domain();

  TransportSettings settings() {
    return Settings.quick().build();
  }

  CredentialSource credentials() {
    return CredentialSource.ANONYMOUS;
  }

  @BeforeEach
  void open() throws IOException {
    here = DiskStore.open(temporary.resolve("here"), InstantSource.system());
    there = DiskStore.open(temporary.resolve("there"), InstantSource.system());
    client = HttpRegistryClient.open(settings(), credentials());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    assertEquals(List.of(), here.check(), "the store is sound");
    assertEquals(List.of(), there.check(), "the store is sound");
    here.close();
    there.close();
  }

  Reference name(String text) {
    return Reference.parse(domain() + "/" + text);
  }

  PushResult push(Reference name, TransferListener listener)
      throws IOException, InterruptedException {
    return new ImagePusher(here, client, Compression.GZIP).push(name, listener);
  }

  PullResult pull(Store store, Reference name, TransferListener listener)
      throws IOException, InterruptedException {
    return new ImagePuller(store, client, InstantSource.system())
        .pull(name, PlatformChoice.host(), listener);
  }

  static UnionView view(Store store, Image image) throws IOException {
    return UnionView.of(store.layers().stack(Images.diffIds(store, image)).orElseThrow());
  }

  static String text(UnionView view, String path) throws IOException {
    try (InputStream in = view.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void anImageArrivesAsItWasSent() throws Exception {
    Reference name = name("transfer/whole:1");
    Image sent = Images.sample(here, name, 1, 6);
    Events pushing = new Events();
    PushResult pushed = push(name, pushing);
    assertEquals(6, pushing.count(State.DONE), "layers sent: " + pushing.all());

    Events pulling = new Events();
    PullResult pulled = pull(there, name, pulling);
    assertTrue(pulled.changed());
    assertEquals(pushed.manifest().digest(), pulled.digest());
    assertEquals(sent.id(), pulled.image().id());
    assertEquals(Images.diffIds(here, sent), Images.diffIds(there, pulled.image()));
    assertEquals("layer 5\n", text(view(there, pulled.image()), "/etc/motd"));
    assertEquals(6, pulling.count(State.DONE));
    assertEquals(
        Set.of(name, name.withDigest(pushed.manifest().digest())),
        Set.copyOf(pulled.image().names()));
  }

  @Test
  void anUnchangedImageCostsOneQuestion() throws Exception {
    Reference name = name("transfer/unchanged:1");
    Images.sample(here, name, 2, 2);
    push(name, TransferListener.SILENT);
    pull(there, name, TransferListener.SILENT);
    Events again = new Events();
    PullResult second = pull(there, name, again);
    assertFalse(second.changed());
    assertEquals(1, again.all().size(), "only that it was resolved: " + again.all());
    // What was pushed from here is known here too.
    assertFalse(pull(here, name, TransferListener.SILENT).changed());
  }

  @Test
  void anImageByDigestThatIsThereCostsNothing() throws Exception {
    Reference name = name("transfer/bydigest:1");
    Images.sample(here, name, 3, 2);
    Reference byDigest = name.withDigest(push(name, TransferListener.SILENT).manifest().digest());
    assertTrue(pull(there, byDigest, TransferListener.SILENT).changed());
    Events again = new Events();
    PullResult second = pull(there, byDigest, again);
    assertFalse(second.changed());
    assertEquals(List.of(), again.all());
    assertEquals(List.of(byDigest), second.image().names());
  }

  @Test
  void aSecondPushSendsNothingAndGivesTheSameManifest() throws Exception {
    Reference name = name("transfer/again:1");
    Images.sample(here, name, 4, 3);
    Descriptor first = push(name, TransferListener.SILENT).manifest();
    Events events = new Events();
    assertEquals(first, push(name, events).manifest());
    assertEquals(3, events.count(State.EXISTS));
    assertEquals(0, events.count(State.UPLOADING));
  }

  @Test
  void whatWasPulledIsPushedByteForByte() throws Exception {
    Reference name = name("transfer/original:1");
    Images.sample(here, name, 5, 3);
    Descriptor first = push(name, TransferListener.SILENT).manifest();
    Image pulled = pull(there, name, TransferListener.SILENT).image();
    Reference copy = name("transfer/copy:1");
    there.images().put(copy, pulled.manifest(), pulled.builtAt());
    Events events = new Events();
    PushResult second = new ImagePusher(there, client, Compression.ZSTD).push(copy, events);
    assertEquals(first, second.manifest());
    assertEquals(3, events.count(State.MOUNTED), "taken over from the first repository");
  }

  @Test
  void layersThatAreThereAreNotFetchedAgain() throws Exception {
    Reference base = name("transfer/base:1");
    Image image = Images.sample(here, base, 6, 2);
    push(base, TransferListener.SILENT);
    pull(there, base, TransferListener.SILENT);
    List<Layer> layers =
        new ArrayList<>(here.layers().stack(Images.diffIds(here, image)).orElseThrow());
    layers.add(Images.layer(here, List.copyOf(layers), Map.of("app", new byte[] {1, 2, 3})));
    Reference app = name("transfer/app:1");
    Images.image(here, app, Platform.host(), layers);
    Events pushing = new Events();
    push(app, pushing);
    assertEquals(2, pushing.count(State.MOUNTED));
    assertEquals(1, pushing.count(State.UPLOADING));
    Events pulling = new Events();
    pull(there, app, pulling);
    assertEquals(2, pulling.count(State.EXISTS));
    assertEquals(1, pulling.count(State.DOWNLOADING));
  }

  @Test
  void anImageComesBackAfterItsNamesWereRemoved() throws Exception {
    Reference name = name("transfer/removed:1");
    Image image = Images.sample(here, name, 7, 2);
    Reference byDigest = name.withDigest(push(name, TransferListener.SILENT).manifest().digest());
    here.images().remove(here.images().find(name).orElseThrow());
    here.collectGarbage();
    PullResult back = pull(here, byDigest, TransferListener.SILENT);
    assertEquals(image.id(), back.image().id());
    assertEquals("layer 1\n", text(view(here, back.image()), "/etc/motd"));
  }

  @Test
  void theImageOfThePlatformIsChosenFromAnIndex() throws Exception {
    Reference repository = name("transfer/index");
    Platform other = Platform.of("linux", "riscv64", "");
    List<Descriptor> entries = new ArrayList<>();
    for (Platform platform : List.of(other, Platform.host())) {
      Reference tag = repository.withTag(platform.architecture());
      Layer layer =
          Images.layer(
              here,
              List.of(),
              Map.of("arch", platform.toString().getBytes(StandardCharsets.UTF_8)));
      Images.image(here, tag, platform, List.of(layer));
      entries.add(push(tag, TransferListener.SILENT).manifest().withPlatform(platform));
    }
    Encoded<Manifest> index = ImageJson.encode(ImageIndex.of(MediaTypes.OCI_INDEX, entries));
    Reference tag = repository.withTag("all");
    client.putManifest(tag, RawManifest.of(index.descriptor(MediaTypes.OCI_INDEX), index.bytes()));

    PullResult host = pull(there, tag, TransferListener.SILENT);
    assertEquals(index.digest(), host.digest());
    assertEquals(Platform.host().toString(), text(view(there, host.image()), "/arch"));
    assertFalse(pull(there, tag, TransferListener.SILENT).changed());

    ImagePuller puller = new ImagePuller(there, client, InstantSource.system());
    PullResult foreign = puller.pull(tag, PlatformChoice.exactly(other), TransferListener.SILENT);
    assertEquals("linux/riscv64", text(view(there, foreign.image()), "/arch"));

    TransferException e =
        assertThrows(
            TransferException.class,
            () ->
                puller.pull(
                    tag,
                    PlatformChoice.exactly(Platform.of("linux", "s390x", "")),
                    TransferListener.SILENT));
    assertEquals(TransferException.Reason.WRONG_PLATFORM, e.reason());
    assertTrue(String.valueOf(e.getMessage()).contains("linux/riscv64"), e.getMessage());
  }

  @Test
  void aSingleImageForAnotherPlatformIsAWarningOrAnError() throws Exception {
    Reference name = name("transfer/foreign:1");
    Layer layer = Images.layer(here, List.of(), Map.of("f", new byte[] {1}));
    Images.image(here, name, Platform.of("linux", "riscv64", ""), List.of(layer));
    push(name, TransferListener.SILENT);
    TransferException e =
        assertThrows(
            TransferException.class,
            () ->
                new ImagePuller(there, client, InstantSource.system())
                    .pull(name, PlatformChoice.exactly(Platform.host()), TransferListener.SILENT));
    assertEquals(TransferException.Reason.WRONG_PLATFORM, e.reason());
    assertTrue(there.images().list().isEmpty());
    Events events = new Events();
    pull(there, name, events);
    assertEquals(1, events.warnings().size());
    assertTrue(events.warnings().getFirst().contains("linux/riscv64"), events.warnings()::toString);
  }

  @Test
  void namesThatAreNotThereAreNamed() throws Exception {
    Reference name = name("transfer/missing:1");
    RegistryException pulling =
        assertThrows(RegistryException.class, () -> pull(there, name, TransferListener.SILENT));
    assertEquals(RegistryException.Reason.NOT_FOUND, pulling.reason());
    TransferException pushing =
        assertThrows(TransferException.class, () -> push(name, TransferListener.SILENT));
    assertEquals(TransferException.Reason.NO_SUCH_IMAGE, pushing.reason());
    assertTrue(there.images().list().isEmpty());
  }

  @Test
  void anInterruptedPullLeavesNoNameAndTheNextOneSucceeds() throws Exception {
    Reference name = name("transfer/interrupted:1");
    Images.sample(here, name, 8, 4);
    push(name, TransferListener.SILENT);
    List<Throwable> failures = new ArrayList<>();
    Thread[] puller = new Thread[1];
    puller[0] =
        Thread.ofPlatform()
            .unstarted(() -> {
              try {
                pull(
                    there,
                    name,
                    event -> {
                      if (event instanceof TransferEvent.Progress) {
                        puller[0].interrupt();
                      }
                    });
              } catch (IOException | InterruptedException e) {
                failures.add(e);
              }
            });
    puller[0].start();
    puller[0].join(20_000);
    assertFalse(puller[0].isAlive());
    assertEquals(1, failures.size());
    assertTrue(there.images().list().isEmpty());
    assertEquals(List.of(), there.check());
    assertTrue(pull(there, name, TransferListener.SILENT).changed());
  }

  @Test
  void anInterruptIsAnInterruptWhereverItStrikes() throws Exception {
    Reference name = name("transfer/interrupt:1");
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> pull(there, name, TransferListener.SILENT));
    assertFalse(Thread.interrupted(), "the interrupt was taken");
  }

  @Test
  void goesOnWhereAnInterruptedPullStopped() throws Exception {
    Reference name = name("transfer/resumed:1");
    byte[] large = new byte[8 << 20];
    new Random(1).nextBytes(large);
    Layer layer = Images.layer(here, List.of(), Map.of("large", large));
    Images.image(here, name, Platform.host(), List.of(layer));
    push(name, TransferListener.SILENT);
    Thread puller = Thread.currentThread();
    AtomicBoolean once = new AtomicBoolean();
    assertThrows(
        InterruptedException.class,
        () ->
            pull(
                there,
                name,
                event -> {
                  if (event instanceof TransferEvent.Progress p
                      && p.done() >= 3 << 20
                      && once.compareAndSet(false, true)) {
                    puller.interrupt();
                  }
                }));
    AtomicLong first = new AtomicLong(-1);
    pull(
        there,
        name,
        event -> {
          if (event instanceof TransferEvent.Progress p) {
            first.compareAndSet(-1, p.done());
          }
        });
    assertTrue(first.get() > 2 << 20, "the second pull began at " + first.get());
  }

  @Test
  void twoStoresThatPullTheSameAtOnceAgree() throws Exception {
    Reference name = name("transfer/parallel:1");
    Images.sample(here, name, 9, 5);
    push(name, TransferListener.SILENT);
    List<Digest> ids = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try (Store store =
                    DiskStore.open(temporary.resolve("there"), InstantSource.system())) {
                  ids.add(pull(store, name, TransferListener.SILENT).image().id());
                } catch (IOException | InterruptedException | RuntimeException e) {
                  failures.add(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join(60_000);
    }
    assertEquals(List.of(), failures);
    assertEquals(4, ids.size());
    assertEquals(1, ids.stream().distinct().count());
  }
}
