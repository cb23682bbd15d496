package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.registry.client.RawManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no image but is kept in registries like one: a bill of materials that refers to an
/// image.
class ArtifactTransferIT extends TwoStores {
  private static final String BILL = "{\"bom\":1}";

  /// @return the manifest, written as no library would
  private static RawManifest publish(Reference name) throws IOException {
    upload(name, "{}");
    upload(name, BILL);
    byte[] manifest =
        """
        { "schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
          "artifactType":"application/vnd.example.bill", "unknown":[1, 2],
          "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},
          "layers":[{"mediaType":"application/x.unknown","digest":"%s","size":%d}],
          "subject":{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":9}}
        """
            .formatted(digest("{}"), digest(BILL), BILL.length(), digest("no image"))
            .getBytes(StandardCharsets.UTF_8);
    Descriptor descriptor =
        Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(manifest), manifest.length);
    RawManifest raw = RawManifest.of(descriptor, manifest);
    registries.client().putManifest(name, raw);
    return raw;
  }

  private static Digest digest(String content) {
    return Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  private static void upload(Reference name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Descriptor blob = Descriptor.of("application/octet-stream", digest(content), bytes.length);
    registries.client().upload(name, blob, o -> new ByteArrayInputStream(bytes), sent -> {});
  }

  private ImagePuller puller() {
    return new ImagePuller(there, registries.client(), InstantSource.system());
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "own"})
  void anArtifactComesWithItsBlobsAndGoesOnAsItCame(String registry) throws Exception {
    Reference name = registries.in(registry, "artifact/bill:1");
    RawManifest published = publish(name);
    PullResult pulled = puller().pullAny(name, PlatformChoice.host(), TransferListener.SILENT);
    assertTrue(pulled.changed());
    assertEquals(published.descriptor(), pulled.image().manifest());
    there.collectGarbage();
    assertTrue(there.content().contains(digest(BILL)));
    assertEquals(List.of(), there.check());
    assertFalse(
        puller().pullAny(name, PlatformChoice.host(), TransferListener.SILENT).changed(),
        "it is here");

    Reference on = registries.in(registry.equals("docker") ? "own" : "docker", "artifact/on:2");
    there.images().put(on, pulled.image().manifest(), pulled.image().builtAt());
    new ImagePusher(there, registries.client(), Compression.GZIP).push(on, TransferListener.SILENT);
    assertArrayEquals(published.bytes(), registries.client().manifest(on).bytes());
  }

  @Test
  void whoWantsAnImageGetsNoArtifact() throws Exception {
    Reference name = registries.own("artifact/refused:1");
    publish(name);
    TransferException e =
        assertThrows(
            TransferException.class,
            () -> puller().pull(name, PlatformChoice.host(), TransferListener.SILENT));
    assertEquals(TransferException.Reason.NOT_AN_IMAGE, e.reason());
    assertFalse(there.content().contains(digest(BILL)));
  }
}
