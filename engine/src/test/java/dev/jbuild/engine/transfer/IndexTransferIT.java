package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RawManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole indexes, with an attestation beside the images, between stores and two registries.
class IndexTransferIT extends TwoStores {
  private static final Platform OTHER = Platform.of("linux", "riscv64", "");

  /// An index of two images and an attestation in a registry.
  private RawManifest publish(Reference name) throws Exception {
    List<Descriptor> entries = new ArrayList<>();
    for (Platform platform : List.of(OTHER, Platform.host())) {
      Reference tag = name.withTag(platform.architecture());
      Layer layer = layer(platform);
      Images.image(here, tag, platform, List.of(layer));
      entries.add(
          new ImagePusher(here, registries.client(), Compression.GZIP)
              .push(tag, TransferListener.SILENT)
              .manifest()
              .withPlatform(platform));
    }
    entries.add(attestation(name));
    Encoded<Manifest> index = ImageJson.encode(ImageIndex.of(MediaTypes.OCI_INDEX, entries));
    RawManifest raw = RawManifest.of(index.descriptor(MediaTypes.OCI_INDEX), index.bytes());
    registries.client().putManifest(name, raw);
    return raw;
  }

  private Layer layer(Platform platform) throws IOException {
    byte[] content = platform.toString().getBytes(StandardCharsets.UTF_8);
    return Images.layer(here, List.of(), Map.of("arch", content));
  }

  private static Descriptor attestation(Reference name) throws IOException {
    byte[] config = "{\"made\":\"up\"}".getBytes(StandardCharsets.UTF_8);
    byte[] statement = "{\"predicate\":{}}".getBytes(StandardCharsets.UTF_8);
    Descriptor configBlob = upload(name, "application/vnd.oci.image.config.v1+json", config);
    Descriptor layer = upload(name, "application/vnd.in-toto+json", statement);
    Encoded<Manifest> manifest =
        ImageJson.encode(ImageManifest.of(MediaTypes.OCI_MANIFEST, configBlob, List.of(layer)));
    Descriptor descriptor = manifest.descriptor(MediaTypes.OCI_MANIFEST);
    registries
        .client()
        .putManifest(
            name.withDigest(descriptor.digest()), RawManifest.of(descriptor, manifest.bytes()));
    return descriptor.withPlatform(Platform.of("unknown", "unknown", ""));
  }

  private static Descriptor upload(Reference name, String type, byte[] bytes) throws IOException {
    Descriptor blob = Descriptor.of(type, Digest.sha256(bytes), bytes.length);
    registries.client().upload(name, blob, o -> new ByteArrayInputStream(bytes), sent -> {});
    return blob;
  }

  private IndexPuller puller() {
    return new IndexPuller(there, registries.client(), InstantSource.system());
  }

  private IndexPusher pusher(Store store) {
    return new IndexPusher(store, registries.client(), Compression.GZIP, (_, _, _) -> false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "own"})
  void anIndexComesWholeAndGoesOnAsItCame(String registry) throws Exception {
    Reference name = registries.in(registry, "index/whole:1");
    RawManifest index = publish(name);
    PullResult pulled = puller().pull(name, TransferListener.SILENT);
    assertTrue(pulled.changed());
    assertEquals(index.descriptor().digest(), pulled.digest());
    assertEquals(index.descriptor(), pulled.image().manifest());
    assertEquals(Platform.host(), pulled.image().platform());
    assertTrue(IndexPusher.isComplete(there, pulled.image()));
    assertFalse(puller().pull(name, TransferListener.SILENT).changed());

    Reference elsewhere = registries.in(registry.equals("docker") ? "own" : "docker", "index/on:2");
    there.images().put(elsewhere, pulled.image().manifest(), pulled.image().builtAt());
    PushResult pushed = pusher(there).push(elsewhere, TransferListener.SILENT);
    assertEquals(index.descriptor(), pushed.manifest());
    RawManifest back = registries.client().manifest(elsewhere);
    assertArrayEquals(index.bytes(), back.bytes());
    for (Descriptor entry : ((ImageIndex) back.parse().value()).manifests()) {
      Reference listed = elsewhere.withDigest(entry.digest());
      assertEquals(entry.size(), registries.client().manifest(listed).bytes().length);
    }
  }

  @Test
  void onlyTheImageForThisMachineIsUnpacked() throws Exception {
    Reference name = registries.own("index/unpacked:1");
    publish(name);
    Image image = puller().pull(name, TransferListener.SILENT).image();
    assertEquals(1, there.layers().list().size());
    assertTrue(there.layers().stack(Images.diffIds(there, image)).isPresent());
    there.collectGarbage();
    assertTrue(IndexPusher.isComplete(there, image), "nothing of it is garbage");
  }

  @Test
  void anImagePulledAloneBecomesAPartOfTheIndex() throws Exception {
    Reference name = registries.own("index/part:1");
    publish(name);
    new ImagePuller(there, registries.client(), InstantSource.system())
        .pull(name, PlatformChoice.host(), TransferListener.SILENT);
    puller().pull(name, TransferListener.SILENT);
    assertEquals(1, there.images().list().size(), "no dangling image is left behind");
  }

  @Test
  void oneImageOfAnIndexCanBePushedAlone() throws Exception {
    Reference name = registries.own("index/single:1");
    publish(name);
    Image image = puller().pull(name, TransferListener.SILENT).image();
    Reference alone = registries.own("index/alone:1");
    there.images().put(alone, image.manifest(), image.builtAt());
    ImagePusher single = new ImagePusher(there, registries.client(), Compression.GZIP);
    PushResult pushed = single.push(alone, java.util.Optional.of(OTHER), TransferListener.SILENT);
    assertTrue(MediaTypes.isManifest(pushed.manifest().mediaType()));
    assertTrue(
        ((ImageIndex) registries.client().manifest(name).parse().value())
            .manifests().stream().anyMatch(m -> m.digest().equals(pushed.manifest().digest())));
  }

  @Test
  void anIncompleteIndexIsNotPushedWhole() throws Exception {
    Reference name = registries.own("index/incomplete:1");
    RawManifest index = publish(name);
    Image image = puller().pull(name, TransferListener.SILENT).image();
    Descriptor foreign = ((ImageIndex) index.parse().value()).manifests().getFirst();
    there.content().delete(foreign.digest());
    assertFalse(IndexPusher.isComplete(there, image));
    TransferException e =
        assertThrows(
            TransferException.class, () -> pusher(there).push(name, TransferListener.SILENT));
    assertTrue(String.valueOf(e.getMessage()).contains("--all-platforms"), e.getMessage());
  }

  @Test
  void imagesMadeHereArePackedAndTheIndexWrittenAnew() throws Exception {
    List<Descriptor> entries = new ArrayList<>();
    for (Platform platform : List.of(OTHER, Platform.host())) {
      Image image =
          Images.image(
              here,
              Reference.parse("local/" + platform.architecture()),
              platform,
              List.of(layer(platform)));
      entries.add(image.manifest().withPlatform(platform));
    }
    Encoded<Manifest> index = ImageJson.encode(ImageIndex.of(MediaTypes.OCI_INDEX, entries));
    here.content().put(index.bytes());
    Reference name = registries.docker("index/made:1");
    here.images().put(name, index.descriptor(MediaTypes.OCI_INDEX), Images.TIME);
    PushResult pushed = pusher(here).push(name, TransferListener.SILENT);
    PullResult pulled = puller().pull(name, TransferListener.SILENT);
    assertEquals(pushed.manifest().digest(), pulled.digest());
    ImageIndex sent = (ImageIndex) registries.client().manifest(name).parse().value();
    assertEquals(
        List.of(OTHER, Platform.host()),
        sent.manifests().stream().map(m -> m.platform().orElseThrow()).toList());
    assertEquals(pushed.manifest(), pusher(here).push(name, TransferListener.SILENT).manifest());
  }

  @Test
  void aNameForASingleImageGivesThat() throws Exception {
    Reference name = registries.own("index/plain:1");
    Images.sample(here, name, 3, 2);
    PushResult pushed = pusher(here).push(name, TransferListener.SILENT);
    PullResult pulled = puller().pull(name, TransferListener.SILENT);
    assertEquals(pushed.manifest().digest(), pulled.digest());
    assertTrue(MediaTypes.isManifest(pulled.image().manifest().mediaType()));
  }
}
