package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.layout.ArchivedImage;
import dev.jbuild.layer.layout.DockerArchive;
import dev.jbuild.layer.layout.ImageArchive;
import dev.jbuild.layer.layout.OciLayout;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest extends StoreTest {
  private static final Reference NAME = Reference.parse("app:1");
  private static final Reference OTHER = Reference.parse("localhost:5000/other:2");

  @TempDir Path elsewhere;
  private DiskStore target;
  private LoadedImage image;

  @BeforeEach
  void images() throws IOException {
    target = DiskStore.open(elsewhere.resolve("target"), InstantSource.system());
    Layer one = apply(new TarBytes().file("one", "1").bytes());
    Layer two = apply(new TarBytes().file("two", "x".repeat(3 << 20)).bytes(), one);
    Descriptor manifest = Images.assemble(store, "x", one, two);
    store.images().put(NAME, manifest, NOW);
    image = store.images().loadAny(manifest);
  }

  @AfterEach
  void closeTarget() throws IOException {
    target.close();
  }

  private byte[] docker() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DockerArchive(store)
        .exportTo(out, List.of(new DockerArchive.Export(image, List.of(NAME, OTHER))));
    return out.toByteArray();
  }

  private byte[] oci(Compression compression) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OciLayout(store)
        .exportTo(
            out,
            List.of(new OciLayout.Export(image, NAME), new OciLayout.Export(image, OTHER)),
            compression);
    return out.toByteArray();
  }

  private List<ArchivedImage> read(byte[] archive) throws IOException {
    return new ImageArchive(target.content()).read(TarBytes.stream(archive));
  }

  private void arrived(List<ArchivedImage> images) throws IOException {
    assertEquals(1, images.size());
    assertEquals(List.of(NAME, OTHER), images.getFirst().names());
    LoadedImage loaded = target.images().loadAny(images.getFirst().manifest());
    assertArrayEquals(image.config().bytes(), loaded.config().bytes());
    List<Layer> layers = target.layers().unpack(loaded.manifest().value(), loaded.config().value());
    assertEquals(image.config().value().diffIds(), layers.stream().map(Layer::diffId).toList());
    target.images().put(NAME, images.getFirst().manifest(), NOW);
    assertEquals(List.of(), target.check());
  }

  @Test
  void readsAnArchiveOfDocker() throws IOException {
    arrived(read(docker()));
  }

  @Test
  void readsAnOciArchiveInEachCompression() throws IOException {
    arrived(read(oci(Compression.GZIP)));
    assertEquals(1, read(oci(Compression.ZSTD)).size());
    assertEquals(1, read(oci(Compression.NONE)).size());
  }

  @Test
  void readsACompressedArchive() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(docker());
    }
    arrived(read(packed.toByteArray()));
  }

  @Test
  void readsALayoutInADirectory() throws IOException {
    Path layout = elsewhere.resolve("layout");
    new OciLayout(store)
        .exportTo(
            layout,
            List.of(new OciLayout.Export(image, NAME), new OciLayout.Export(image, OTHER)),
            Compression.GZIP);
    arrived(new ImageArchive(target.content()).read(layout));
  }

  private String layer(String name) {
    return "[{\"Config\":\"c.json\",\"RepoTags\":[\"app:1\",\"localhost:5000/other:2\"],\"Layers\":["
        + name
        + "]}]";
  }

  private String config() {
    return new String(image.config().bytes(), StandardCharsets.UTF_8);
  }

  /// As docker 20.10 writes it: directories, and links for layers that come twice.
  @Test
  void followsLinksBetweenLayers() throws IOException {
    byte[] one = tarOf(0);
    byte[] two = tarOf(1);
    TarBytes tar = new TarBytes();
    tar.directory("a").symlink("a/layer.tar", "../b/layer.tar").directory("b");
    file(tar, "b/layer.tar", one);
    file(tar, "d/layer.tar", two);
    tar.symlink("c", "nowhere").file("./c.json", config());
    tar.file("manifest.json", layer("\"a/layer.tar\",\"d/layer.tar\""));
    arrived(read(tar.bytes()));
  }

  private byte[] tarOf(int index) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Layer> layers = store.layers().stack(image.config().value().diffIds()).orElseThrow();
    store.layers().writeTar(layers.get(index), out);
    return out.toByteArray();
  }

  private static void file(TarBytes tar, String name, byte[] content) throws IOException {
    tar.entry(
        new TarEntry(
            TarType.FILE, name, 0644, 0, 0, 0, 0, content.length, "", 0, 0, false, Map.of()),
        content);
  }

  private void refused(String message, byte[] archive) {
    ContentException e = assertThrows(ContentException.class, () -> read(archive));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void saysWhatIsWrongWithAnArchive() throws IOException {
    refused("no archive of images", new TarBytes().file("etc/passwd", "root").bytes());
    refused("docker before 1.10", new TarBytes().file("repositories", "{}").bytes());
    refused("manifest.json is damaged", new TarBytes().file("manifest.json", "{}").bytes());
    refused(
        "its file 'c.json' is missing",
        new TarBytes().file("manifest.json", layer("\"a\"")).bytes());
    refused(
        "image 'c.json' has 1 layers, its configuration 2",
        new TarBytes().file("c.json", config()).file("manifest.json", layer("\"a\"")).bytes());
    refused(
        "its file 'a' is missing",
        new TarBytes()
            .file("c.json", config())
            .symlink("a", "a")
            .file("manifest.json", layer("\"a\",\"b\""))
            .bytes());
    refused(
        "layer 'a' of the archive should have digest",
        new TarBytes()
            .file("c.json", config())
            .file("a", "not the layer")
            .file("manifest.json", layer("\"a\",\"b\""))
            .bytes());
    refused(
        "damaged",
        "this is no tar at all, whatever it is".repeat(50).getBytes(StandardCharsets.UTF_8));
    byte[] whole = docker();
    refused("the tar ends within", java.util.Arrays.copyOf(whole, whole.length / 2));
    assertEquals(List.of(), target.images().list());
    assertEquals(List.of(), target.check());
  }

  @Test
  void refusesBlobsWithOtherBytesAndMissingOnes() throws IOException {
    String digest = "a".repeat(64);
    refused(
        "should have digest sha256:" + digest,
        new TarBytes().file("blobs/sha256/" + digest, "b").bytes());
    refused("is not the name of a blob", new TarBytes().file("blobs/sha256/../x", "b").bytes());
    String index =
        "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"sha256:"
            + digest
            + "\",\"size\":2}]}";
    refused(
        "blob sha256:" + digest + " is missing", new TarBytes().file("index.json", index).bytes());
    assertFalse(Files.exists(elsewhere.resolve("x")));
  }
}
