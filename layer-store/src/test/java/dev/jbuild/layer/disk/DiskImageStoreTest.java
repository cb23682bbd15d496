package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.GarbageReport;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.layout.RootfsImport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiskImageStoreTest extends StoreTest {
  private static final Reference APP = Reference.parse("app:1");
  private static final Comparator<Reference> BY_TEXT = Comparator.comparing(Reference::toString);

  private Image put(String name, String label) throws IOException {
    Layer layer = apply(new TarBytes().file("f", "four").bytes());
    return store.images().put(Reference.parse(name), Images.assemble(store, label, layer), NOW);
  }

  @Test
  void findsAnImageByNameIdAndDigest() throws IOException {
    Image image = put("app:1", "a");
    assertEquals(4, image.size());
    assertEquals(NOW, image.builtAt());
    for (String text :
        List.of(
            "app:1",
            "docker.io/library/app:1",
            image.id().toString(),
            image.id().hex(),
            image.id().shortHex(),
            "sha256:" + image.id().hex().substring(0, 20),
            "app@" + image.manifest().digest(),
            image.manifest().digest().toString())) {
      assertEquals(image, store.images().resolve(text).orElseThrow(), text);
    }
    assertTrue(store.images().resolve("app").isEmpty());
    assertTrue(store.images().resolve("other@" + image.manifest().digest()).isEmpty());
    assertThrows(IllegalArgumentException.class, () -> store.images().resolve("app:bad tag"));
  }

  @Test
  void findsAnImageByAnIdOfSha512() throws IOException {
    byte[] config = ImageJson.encode(ImageConfig.scratch(Platform.host())).bytes();
    Digest id = sha512(config);
    store.content().ingest(new ByteArrayInputStream(config), id, config.length);
    Descriptor described = Descriptor.of(MediaTypes.OCI_CONFIG, id, config.length);
    Image image = put(ImageManifest.of(MediaTypes.OCI_MANIFEST, described, List.of()));
    assertEquals(image, store.images().resolve(id.toString()).orElseThrow());
    assertEquals(image, store.images().resolve("sha512:" + id.shortHex()).orElseThrow());
    assertEquals(image, store.images().resolve(id.shortHex()).orElseThrow());
    assertTrue(store.images().resolve("sha256:" + id.shortHex()).isEmpty());
  }

  private static Digest sha512(byte[] bytes) {
    var hash = Digest.Algorithm.SHA512.newHash();
    hash.update(bytes);
    return Digest.of(Digest.Algorithm.SHA512, hash);
  }

  private Image put(ImageManifest manifest) throws IOException {
    Encoded<Manifest> encoded = ImageJson.encode(manifest);
    store.content().put(encoded.bytes());
    return store.images().put(APP, encoded.descriptor(manifest.mediaType()), NOW);
  }

  @Test
  void keepsArtifactsWhole() throws IOException {
    byte[] signature = "signature".getBytes(StandardCharsets.US_ASCII);
    byte[] empty = "{}".getBytes(StandardCharsets.US_ASCII);
    Descriptor blob =
        Descriptor.of("application/x.sig", store.content().put(signature), signature.length);
    Image artifact =
        put(
            new ImageManifest(
                MediaTypes.OCI_MANIFEST,
                Descriptor.of(
                    "application/vnd.oci.empty.v1+json", store.content().put(empty), empty.length),
                List.of(blob),
                "application/x.sig",
                null,
                Map.of()));
    assertEquals(List.of(), store.check());
    assertEquals(List.of(), store.repair());
    store.collectGarbage();
    assertTrue(store.content().contains(blob.digest()));
    LoadedImage loaded = store.images().load(artifact.manifest(), artifact.platform());
    ContentException e =
        assertThrows(
            ContentException.NotAnImage.class,
            () -> store.layers().unpack(loaded.manifest().value(), loaded.config().value()));
    assertTrue(e.getMessage().contains("artifact of type 'application/x.sig'"), e.getMessage());

    Path file;
    try (Stream<Path> files = Files.walk(store.root())) {
      file = files.filter(f -> f.endsWith(blob.digest().hex())).findFirst().orElseThrow();
    }
    Files.delete(file);
    assertEquals(1, store.check().size());
  }

  @Test
  void aNameThatMovesLeavesADanglingImage() throws IOException {
    Image first = put("app:1", "a");
    Image second = put("app:1", "b");
    assertNotEquals(first.id(), second.id());
    assertEquals(second, store.images().find(APP).orElseThrow());
    Image dangling = store.images().resolve(first.id().toString()).orElseThrow();
    assertEquals(List.of(), dangling.names());
    assertEquals(2, store.images().list().size());
  }

  @Test
  void publishesAnImageUnderSeveralNamesAtOnce() throws IOException {
    Image other = put("app:1", "a");
    Layer layer = apply(new TarBytes().file("f", "four").bytes());
    Descriptor manifest = Images.assemble(store, "b", layer);
    Reference byDigest = Reference.parse("app@" + manifest.digest());
    Image image = store.images().put(List.of(byDigest, APP, APP), manifest, NOW);
    assertEquals(List.of(APP, byDigest), image.names().stream().sorted(BY_TEXT).toList());
    assertEquals(image, store.images().find(APP).orElseThrow());
    assertEquals(image, store.images().find(byDigest).orElseThrow());
    assertEquals(List.of(), store.images().resolve(other.id().toString()).orElseThrow().names());
  }

  @Test
  void anImageThatCannotBeNamedLeavesNothingBehind() throws IOException {
    Layer layer = apply(new TarBytes().file("f", "four").bytes());
    Descriptor manifest = Images.assemble(store, "a", layer);
    Path names = store.root().resolve("records/names");
    Files.createDirectories(names.getParent());
    Files.writeString(names, "a file where the directory should be");
    assertThrows(IOException.class, () -> store.images().put(APP, manifest, NOW));
    Files.delete(names);
    assertEquals(List.of(), store.images().list());
    try (Stream<Path> session = Files.walk(store.root().resolve("sessions"))) {
      assertEquals(
          List.of(), session.filter(f -> f.getFileName().toString().matches("t[0-9]+")).toList());
    }
    assertEquals(1, store.images().put(APP, manifest, NOW).names().size());
  }

  @Test
  void anImageMayHaveManyNamesAndLosesThemOneByOne() throws IOException {
    Image image = put("app:1", "a");
    store.images().put(Reference.parse("host:5000/x/app:2"), image.manifest(), NOW);
    Image both = store.images().find(APP).orElseThrow();
    assertEquals(2, both.names().size());
    assertTrue(store.images().untag(APP));
    assertFalse(store.images().untag(APP));
    assertEquals(1, store.images().list().getFirst().names().size());
    store.images().remove(both);
    assertEquals(List.of(), store.images().list());
    assertSound();
  }

  @Test
  void aShortIdOfTwoImagesIsAmbiguous() throws IOException {
    for (int i = 0; i < 17; i++) { // two of seventeen begin with the same digit
      put("app:" + i, "label " + i);
    }
    ContentException.Ambiguous e = null;
    for (char c : "0123456789abcdef".toCharArray()) {
      try {
        store.images().resolve("sha256:" + c);
      } catch (ContentException.Ambiguous a) {
        e = a;
      }
    }
    assertTrue(e != null && e.candidates().size() > 1, "no digit was ambiguous");
  }

  @Test
  void documentsMustBeThereBeforeTheName() {
    Descriptor missing = Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(new byte[0]), 0);
    assertThrows(ContentException.NotFound.class, () -> store.images().put(APP, missing, NOW));
  }

  @Test
  void anIndexGivesTheImageOfAPlatform() throws IOException {
    Image image = put("app:1", "a");
    Platform other = Platform.of("linux", "riscv64", "");
    Descriptor absent = Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(new byte[1]), 1);
    ImageIndex index =
        ImageIndex.of(
            MediaTypes.OCI_INDEX,
            List.of(absent.withPlatform(other), image.manifest().withPlatform(Platform.host())));
    byte[] bytes = ImageJson.encode(index).bytes();
    Descriptor indexed =
        Descriptor.of(MediaTypes.OCI_INDEX, store.content().put(bytes), bytes.length);
    Image multi = store.images().put(Reference.parse("multi"), indexed, NOW);
    assertEquals(image.id(), multi.id());
    LoadedImage loaded = store.images().load(multi.manifest(), Platform.host());
    assertEquals(image.manifest().digest(), loaded.manifest().digest());
    assertThrows(
        ContentException.NotFound.class, () -> store.images().load(multi.manifest(), other));
    ContentException e =
        assertThrows(
            ContentException.WrongPlatform.class,
            () -> store.images().load(multi.manifest(), Platform.of("linux", "s390x", "")));
    assertEquals(
        "there is no image for platform linux/s390x; it is made for %s, %s"
            .formatted(other, Platform.host()),
        e.getMessage());
  }

  @Test
  void packingCompressesWhatWasMadeHereAndKeepsTheId() throws IOException {
    Descriptor manifest =
        new RootfsImport(store)
            .run(
                new ByteArrayInputStream(new TarBytes().file("f", "x".repeat(9999)).bytes()),
                dev.jbuild.image.ContainerConfig.EMPTY,
                Platform.host(),
                "imported",
                NOW);
    Image image = store.images().put(APP, manifest, NOW);
    LoadedImage plain = store.images().load(manifest, Platform.host());
    assertEquals(MediaTypes.OCI_LAYER, plain.manifest().value().layers().getFirst().mediaType());
    LoadedImage packed = store.images().pack(plain, Compression.GZIP);
    Descriptor blob = packed.manifest().value().layers().getFirst();
    assertEquals(MediaTypes.OCI_LAYER_GZIP, blob.mediaType());
    store.content().verify(blob.digest());
    assertEquals(image.id(), packed.config().digest());
    assertEquals(packed.descriptor(), store.images().pack(plain, Compression.GZIP).descriptor());
    // What was built is the same manifest after it was compressed as before.
    assertEquals(manifest, store.images().assemble(plain.config().value(), store.layers().list()));
  }

  @Test
  void aPulledLayerStandsInNewManifestsAsItCame() throws IOException {
    Layer made = apply(new TarBytes().file("f", "x").bytes());
    Descriptor blob = store.layers().blob(made, Compression.ZSTD);
    store.layers().remember(made, blob); // as a pull does
    LoadedImage image = store.images().load(Images.assemble(store, "x", made), Platform.host());
    assertEquals(blob, image.manifest().value().layers().getFirst());
  }

  @Test
  void otherProcessesOfTheMachineSeeTheImageAtOnce() throws IOException {
    Image image = put("app:1", "a");
    try (DiskStore other = DiskStore.open(store.root(), java.time.InstantSource.system())) {
      assertEquals(image, other.images().find(APP).orElseThrow());
    }
  }

  @Test
  void oneDamagedRecordHidesNoOtherImage() throws IOException {
    Image sound = put("sound:1", "a");
    Image damaged = put("damaged:1", "b");
    Path records = store.root().resolve("records/images");
    try (Stream<Path> files = Files.list(records)) {
      for (Path file : files.toList()) {
        if (file.toString().contains(damaged.manifest().digest().hex())) {
          Files.writeString(file, "garbage");
        }
      }
    }
    assertEquals(List.of(sound), store.images().list());
    assertEquals(sound, store.images().resolve("sound:1").orElseThrow());
    assertThrows(ContentException.Corrupt.class, () -> store.images().resolve("damaged:1"));
    assertEquals(1, store.check().size());
  }

  private void damage(String kind, String key, String text) throws IOException {
    Files.writeString(
        store.root().resolve("records").resolve(kind).resolve(DiskRecords.fileName(key)), text);
  }

  @Test
  void garbageCollectionKeepsWhatADamagedImageRecordLeadsToAndGoesOn() throws IOException {
    Image damaged = put("damaged:1", "b");
    damage("images", damaged.manifest().digest().toString(), "{}");
    Digest lost = store.content().put(new byte[] {1});
    GarbageReport report = store.collectGarbage();
    assertEquals(List.of(lost), report.content());
    assertEquals(1, report.damaged().size());
    assertTrue(store.content().contains(damaged.id()));
  }

  @Test
  void anImageWithADamagedRecordCanBeRemovedByName() throws IOException {
    Image damaged = put("damaged:1", "b");
    put("damaged:2", "b");
    damage("images", damaged.manifest().digest().toString(), "garbage");
    List<Reference> both = List.of(Reference.parse("damaged:1"), Reference.parse("damaged:2"));
    assertEquals(both, store.images().removeDamaged(Reference.parse("damaged:1")));
    store.collectGarbage();
    assertEquals(List.of(), store.content().list());
    assertEquals(List.of(), store.check());
  }

  @Test
  void aDamagedNameCanBeRemovedAndHidesNoOther() throws IOException {
    Image image = put("app:1", "a");
    put("app:2", "a");
    damage(
        "names",
        Reference.parse("app:2").toString(),
        "{\"schema\":1,\"key\":\"docker.io/library/app:2\",\"body\":{}}");
    assertEquals(List.of(image), store.images().list());
    Reference name = Reference.parse("app:2");
    assertThrows(ContentException.Corrupt.class, () -> store.images().resolve("app:2"));
    assertEquals(List.of(name), store.images().removeDamaged(name));
    assertTrue(store.images().resolve("app:2").isEmpty());
    assertEquals(List.of(), store.images().removeDamaged(name));
  }
}
