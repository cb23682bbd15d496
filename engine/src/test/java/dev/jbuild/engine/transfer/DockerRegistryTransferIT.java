package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.registry.fixture.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract against Debian's docker-registry, and skopeo in both directions.
class DockerRegistryTransferIT extends TransferContract {
  @TempDir private static Path directory;
  private static DockerRegistry registry;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    registry = DockerRegistry.start(directory);
  }

  @AfterAll
  static void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  @Override
  String domain() {
    return registry.domain();
  }

  private static Path blobFile(Digest digest) {
    return directory
        .resolve("data/docker/registry/v2/blobs/sha256")
        .resolve(digest.hex().substring(0, 2))
        .resolve(digest.hex())
        .resolve("data");
  }

  private Descriptor firstLayer(Image image) throws IOException {
    return there
        .images()
        .load(image.manifest(), image.platform())
        .manifest()
        .value()
        .layers()
        .getFirst();
  }

  @Test
  void aCorruptBlobIsNotTakenAndTheStoreStaysClean(@TempDir Path scratch) throws Exception {
    Reference name = name("transfer/corrupt:1");
    Images.sample(here, name, 20, 3);
    push(name, TransferListener.SILENT);
    Image pulled = pull(there, name, TransferListener.SILENT).image();
    Path file = blobFile(firstLayer(pulled).digest());
    there.images().remove(pulled);
    there.collectGarbage();
    byte[] good = Files.readAllBytes(file);
    byte[] bad = good.clone();
    bad[good.length / 2] ^= 0x55;
    Files.write(file, bad);
    TransferException e =
        assertThrows(TransferException.class, () -> pull(there, name, TransferListener.SILENT));
    assertEquals(TransferException.Reason.DAMAGED, e.reason(), e.getMessage());
    assertTrue(there.images().list().isEmpty());
    assertEquals(List.of(), there.check());
    Files.write(file, good);
    assertTrue(pull(there, name, TransferListener.SILENT).changed());
  }

  @Test
  void aTruncatedBlobIsNotTaken() throws Exception {
    Reference name = name("transfer/short:1");
    Images.sample(here, name, 21, 2);
    push(name, TransferListener.SILENT);
    Image pulled = pull(there, name, TransferListener.SILENT).image();
    Path file = blobFile(firstLayer(pulled).digest());
    there.images().remove(pulled);
    there.collectGarbage();
    byte[] good = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(good, good.length - 100));
    assertThrows(IOException.class, () -> pull(there, name, TransferListener.SILENT));
    assertTrue(there.images().list().isEmpty());
    Files.write(file, good);
    assertTrue(pull(there, name, TransferListener.SILENT).changed());
  }

  private static void skopeo(String... arguments) throws IOException, InterruptedException {
    Path program = Path.of("/usr/bin/skopeo");
    assumeTrue(Files.isExecutable(program), "this test needs skopeo: apt-get install skopeo");
    List<String> command = new java.util.ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path log = directory.resolve("skopeo.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "skopeo ends in time");
      assertEquals(0, process.exitValue(), () -> String.join(" ", command) + "\n" + read(log));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void skopeoTakesWhatWasPushedAndGivesItBack(@TempDir Path scratch) throws Exception {
    Reference name = name("transfer/skopeo:1");
    Image sent = Images.sample(here, name, 22, 3);
    push(name, TransferListener.SILENT);
    String layout = "oci:" + scratch.resolve("layout") + ":x";
    skopeo("copy", "--src-tls-verify=false", "docker://" + name, layout);
    Reference back = name("transfer/skopeo-back:1");
    skopeo("copy", "--dest-tls-verify=false", layout, "docker://" + back);
    PullResult pulled = pull(there, back, TransferListener.SILENT);
    assertEquals(sent.id(), pulled.image().id());
    assertEquals("layer 2\n", text(view(there, pulled.image()), "/etc/motd"));
  }

  @Test
  void imagesOfDockersFormatKeepTheirBytes(@TempDir Path scratch) throws Exception {
    Reference name = name("transfer/oci:1");
    Images.sample(here, name, 23, 2);
    push(name, TransferListener.SILENT);
    Reference docker = name("transfer/docker:1");
    skopeo(
        "copy",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        "--format=v2s2",
        "docker://" + name,
        "docker://" + docker);
    PullResult pulled = pull(there, docker, TransferListener.SILENT);
    assertEquals(MediaTypes.DOCKER_MANIFEST, pulled.image().manifest().mediaType());
    Reference copy = name("transfer/docker-copy:1");
    there.images().put(copy, pulled.image().manifest(), pulled.image().builtAt());
    Events events = new Events();
    PushResult pushed =
        new ImagePusher(there, client, dev.jbuild.layer.Compression.GZIP).push(copy, events);
    assertEquals(pulled.digest(), pushed.manifest().digest());
    assertEquals(2, events.count(State.MOUNTED));
  }
}
