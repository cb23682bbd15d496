package dev.jbuild.engine.copy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.engine.copy.Place.ArchiveForm;
import dev.jbuild.engine.copy.Place.InArchive;
import dev.jbuild.engine.copy.Place.InLayout;
import dev.jbuild.engine.copy.Place.InRegistry;
import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.engine.transfer.TransferException;
import dev.jbuild.engine.transfer.TransferListener;
import dev.jbuild.engine.transfer.TwoRegistries;
import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.disk.DiskStore;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Copies between docker-registry, jbuild's registry and OCI layouts, in all directions.
class ImageCopierIT {
  private static final Platform OTHER = Platform.of("linux", "riscv64", "");

  @TempDir private static Path directory;
  private static TwoRegistries registries;
  private static RegistryClient client;

  @TempDir private Path temporary;
  private final Map<State, Integer> states = new EnumMap<>(State.class);

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    registries = TwoRegistries.start(directory);
    client = registries.client();
  }

  @AfterAll
  static void stop() throws IOException {
    if (registries != null) {
      registries.close();
    }
  }

  private Descriptor copy(Place from, Place to, Platform platform, boolean referrers)
      throws IOException, InterruptedException {
    TransferListener count =
        event -> {
          if (event instanceof BlobState s) {
            synchronized (states) {
              states.merge(s.state(), 1, Integer::sum);
            }
          }
        };
    return new ImageCopier(client, this::staging)
        .copy(new Copy(from, to, platform, referrers), count);
  }

  private Store staging() throws IOException {
    return DiskStore.open(Files.createTempDirectory(temporary, "staging"), InstantSource.system());
  }

  private static Descriptor upload(Reference name, String type, byte[] bytes) throws IOException {
    Descriptor blob = Descriptor.of(type, Digest.sha256(bytes), bytes.length);
    client.upload(
        name,
        blob,
        o -> new ByteArrayInputStream(bytes, (int) o, bytes.length - (int) o),
        sent -> {});
    return blob;
  }

  private static RawManifest raw(Manifest manifest) {
    Encoded<Manifest> encoded = ImageJson.encode(manifest);
    return RawManifest.of(encoded.descriptor(manifest.mediaType()), encoded.bytes());
  }

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[300_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// An artifact with types that nobody knows.
  private static RawManifest artifact(Reference name, long seed, Descriptor subject)
      throws IOException {
    byte[] config = ("{\"seed\":" + seed + "}").getBytes(StandardCharsets.UTF_8);
    RawManifest manifest =
        raw(
            new ImageManifest(
                MediaTypes.OCI_MANIFEST,
                upload(name, "application/x-unknown-config", config),
                List.of(upload(name, "application/x-unknown-layer", bytes(seed))),
                "application/x-artifact",
                subject,
                Map.of("seed", "" + seed)));
    client.putManifest(name.withDigest(manifest.descriptor().digest()), manifest);
    return manifest;
  }

  private static RawManifest index(Reference name) throws IOException {
    RawManifest index =
        raw(
            ImageIndex.of(
                MediaTypes.OCI_INDEX,
                List.of(
                    artifact(name, 1, null).descriptor().withPlatform(OTHER),
                    artifact(name, 2, null).descriptor().withPlatform(Platform.host()))));
    client.putManifest(name, index);
    return index;
  }

  private static Place in(Reference name) {
    return new InRegistry(name);
  }

  @ParameterizedTest
  @CsvSource({"docker,own", "own,docker"})
  void aWholeIndexKeepsItsBytes(String from, String to) throws Exception {
    Reference source = registries.in(from, "copy/all:1");
    RawManifest index = index(source);
    Reference target = registries.in(to, "copied/all:2");
    assertEquals(index.descriptor(), copy(in(source), in(target), null, false));
    assertArrayEquals(index.bytes(), client.manifest(target).bytes());
    assertEquals(4, states.get(State.DONE));
    states.clear();
    copy(in(source), in(target), null, false);
    assertEquals(Map.of(), states, "nothing is even looked for");
  }

  @Test
  void oneImageOfAnIndexIsCopiedAlone() throws Exception {
    Reference source = registries.own("copy/one:1");
    RawManifest index = index(source);
    Reference target = registries.docker("copied/one:1");
    Descriptor copied = copy(in(source), in(target), OTHER, false);
    assertEquals(
        ((ImageIndex) index.parse().value()).manifests().getFirst().digest(), copied.digest());
    assertEquals(2, states.get(State.DONE));
    TransferException e =
        assertThrows(
            TransferException.class,
            () -> copy(in(source), in(target), Platform.of("linux", "s390x", ""), false));
    assertEquals(TransferException.Reason.WRONG_PLATFORM, e.reason());
  }

  @ParameterizedTest
  @CsvSource({"docker", "own"})
  void withinARegistryNothingIsSent(String registry) throws Exception {
    Reference source = registries.in(registry, "copy/mount:1");
    index(source);
    copy(in(source), in(registries.in(registry, "copied/mount:1")), null, false);
    assertEquals(4, states.get(State.MOUNTED));
    assertFalse(states.containsKey(State.UPLOADING), states.toString());
  }

  @ParameterizedTest
  @CsvSource({"docker,own", "own,docker", "own,own"})
  void signaturesComeAlongWhenAskedFor(String from, String to) throws Exception {
    Reference source = registries.in(from, "copy/signed:1");
    RawManifest image = artifact(source, 5, null);
    client.putManifest(source, image);
    RawManifest signature = artifact(source, 6, image.descriptor());
    RawManifest ofSignature = artifact(source, 7, signature.descriptor());
    Reference without = registries.in(to, "copied/unsigned:1");
    copy(in(source), in(without), null, false);
    assertEquals(List.of(), referrers(without, image));
    Reference with = registries.in(to, "copied/signed:1");
    copy(in(source), in(with), null, true);
    assertEquals(List.of(signature.descriptor().digest()), referrers(with, image));
    assertEquals(List.of(ofSignature.descriptor().digest()), referrers(with, signature));
  }

  private static List<Digest> referrers(Reference name, RawManifest of) throws IOException {
    return client.referrers(name.withDigest(of.descriptor().digest()), "").stream()
        .map(Descriptor::digest)
        .toList();
  }

  @Test
  void throughALayoutAndBackWithSignatures() throws Exception {
    Reference source = registries.docker("copy/layout:1");
    RawManifest image = artifact(source, 8, null);
    client.putManifest(source, image);
    RawManifest signature = artifact(source, 9, image.descriptor());
    Place layout = new InLayout(temporary.resolve("layout"), "v1");
    copy(in(source), layout, null, true);
    copy(in(source), new InLayout(temporary.resolve("layout"), "v2"), null, false);
    Reference back = registries.own("copied/layout:1");
    assertEquals(image.descriptor(), copy(layout, in(back), null, true));
    assertArrayEquals(image.bytes(), client.manifest(back).bytes());
    assertEquals(List.of(signature.descriptor().digest()), referrers(back, image));
    TransferException e =
        assertThrows(
            TransferException.class,
            () -> copy(new InLayout(temporary.resolve("layout"), ""), in(back), null, false));
    assertTrue(String.valueOf(e.getMessage()).contains("oci:DIRECTORY:NAME"), e.getMessage());
  }

  @Test
  void throughAnArchiveOfALayoutAndBackWithSignatures() throws Exception {
    Reference source = registries.own("copy/archive:1");
    RawManifest index = index(source);
    Path file = temporary.resolve("image.tar");
    copy(in(source), new InArchive(ArchiveForm.OCI, file, "app:1"), null, false);
    Reference back = registries.docker("copied/archive:1");
    for (String name : List.of("", "app:1", "1")) {
      Place archive = new InArchive(ArchiveForm.OCI, file, name);
      assertEquals(index.descriptor(), copy(archive, in(back), null, false));
    }
    assertArrayEquals(index.bytes(), client.manifest(back).bytes());
    TransferException e =
        assertThrows(
            TransferException.class,
            () -> copy(new InArchive(ArchiveForm.OCI, file, "app:2"), in(back), null, false));
    assertTrue(String.valueOf(e.getMessage()).contains("name one of: app:1"), e.getMessage());
    RawManifest one = artifact(source, 11, null);
    client.putManifest(source, one);
    RawManifest signature = artifact(source, 12, one.descriptor());
    Place signed = new InArchive(ArchiveForm.OCI, temporary.resolve("signed.tar"), "s:1");
    copy(in(source), signed, null, true);
    assertEquals(one.descriptor(), copy(signed, in(back), null, true));
    assertEquals(List.of(signature.descriptor().digest()), referrers(back, one));
  }

  /// An image of one layer that both registries know to be one.
  private static RawManifest image(Reference name, String layer) throws IOException {
    byte[] tar = layer.repeat(5000).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(tar);
    }
    byte[] config =
        ImageJson.encode(
                new ImageConfig(
                    Platform.host(),
                    null,
                    "",
                    ContainerConfig.EMPTY,
                    List.of(Digest.sha256(tar)),
                    List.of()))
            .bytes();
    RawManifest manifest =
        raw(
            ImageManifest.of(
                MediaTypes.OCI_MANIFEST,
                upload(name, MediaTypes.OCI_CONFIG, config),
                List.of(upload(name, MediaTypes.OCI_LAYER_GZIP, packed.toByteArray()))));
    client.putManifest(name, manifest);
    return manifest;
  }

  @Test
  void anArchiveOfDockersFormKeepsTheConfigurationAndPacksItsLayersForRegistries()
      throws Exception {
    Reference source = registries.own("copy/docker:1");
    ImageManifest before = (ImageManifest) image(source, "layer").parse().value();
    Path file = temporary.resolve("docker.tar");
    copy(in(source), new InArchive(ArchiveForm.DOCKER, file, "app:1"), null, false);
    Reference back = registries.docker("copied/docker:1");
    copy(new InArchive(ArchiveForm.DOCKER, file, "app:1"), in(back), null, false);
    ImageManifest after = (ImageManifest) client.manifest(back).parse().value();
    assertEquals(before.config().digest(), after.config().digest());
    assertEquals(MediaTypes.OCI_LAYER_GZIP, after.layers().getFirst().mediaType());
    try (InputStream packed = client.blob(back, after.layers().getFirst(), 0);
        GZIPInputStream plain = new GZIPInputStream(packed)) {
      assertArrayEquals(
          "layer".repeat(5000).getBytes(StandardCharsets.UTF_8), plain.readAllBytes());
    }
  }

  @Test
  void anArchiveOfDockersFormTakesNeitherIndexesNorArtifacts() throws Exception {
    Reference source = registries.own("copy/unfit:1");
    index(source);
    Path file = temporary.resolve("unfit.tar");
    Place target = new InArchive(ArchiveForm.DOCKER, file, "");
    for (Platform platform : new Platform[] {null, Platform.host()}) {
      TransferException e =
          assertThrows(TransferException.class, () -> copy(in(source), target, platform, false));
      assertTrue(String.valueOf(e.getMessage()).endsWith("use oci-archive:"), e.getMessage());
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void aDamagedLayoutIsNotCopied() throws Exception {
    Reference source = registries.own("copy/damaged:1");
    RawManifest image = artifact(source, 10, null);
    client.putManifest(source, image);
    Path files = temporary.resolve("layout");
    copy(in(source), new InLayout(files, "x"), null, false);
    Digest layer = Digest.sha256(bytes(10));
    Path file = files.resolve("blobs/sha256/" + layer.hex());
    byte[] wrong = Files.readAllBytes(file);
    wrong[1000] ^= 1;
    Files.write(file, wrong);
    Reference target = registries.docker("copied/damaged:1");
    IOException e =
        assertThrows(
            IOException.class, () -> copy(new InLayout(files, "x"), in(target), null, false));
    assertTrue(String.valueOf(e.getMessage()).contains("should have digest"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("oci:"), "it blames the source: " + e);
    assertThrows(IOException.class, () -> client.resolve(target));
  }
}
