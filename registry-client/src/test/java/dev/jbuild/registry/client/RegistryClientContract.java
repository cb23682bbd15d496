package dev.jbuild.registry.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a client and a sound registry do together. Extended for each registry that is at hand.
public abstract class RegistryClientContract {
  /// A client that may push to and pull from the registry.
  protected abstract RegistryClient client();

  /// The registry as references name it.
  protected abstract String domain();

  private Reference reference(String name) {
    return Reference.parse(domain() + "/" + name);
  }

  private static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Descriptor layer(byte[] bytes) {
    return Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.sha256(bytes), bytes.length);
  }

  private static BlobSource source(byte[] bytes) {
    return offset -> new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
  }

  private Descriptor push(Reference repository, byte[] bytes) throws RegistryException {
    Descriptor blob = layer(bytes);
    client().upload(repository, blob, source(bytes), sent -> {});
    return blob;
  }

  private RawManifest image(Reference repository, long seed) throws RegistryException {
    byte[] config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
            .getBytes(StandardCharsets.UTF_8);
    push(repository, config);
    Descriptor layer = push(repository, bytes(5000, seed));
    Encoded<Manifest> manifest =
        ImageJson.encode(
            ImageManifest.of(
                MediaTypes.OCI_MANIFEST,
                Descriptor.of(MediaTypes.OCI_CONFIG, Digest.sha256(config), config.length),
                List.of(layer)));
    return RawManifest.of(manifest.descriptor(MediaTypes.OCI_MANIFEST), manifest.bytes());
  }

  @Test
  void answersAPing() throws RegistryException {
    client().ping(domain());
  }

  @Test
  void givesBackAnUploadedBlobWholeAndFromAnOffset() throws IOException {
    Reference repository = reference("contract/blobs");
    byte[] content = bytes(3_000_000, 1);
    Descriptor blob = push(repository, content);
    assertTrue(client().exists(repository, blob.digest()));
    try (InputStream in = client().blob(repository, blob, 0)) {
      assertArrayEquals(content, in.readAllBytes());
    }
    try (InputStream in = client().blob(repository, blob, 2_999_000)) {
      byte[] end = new byte[1000];
      System.arraycopy(content, 2_999_000, end, 0, 1000);
      assertArrayEquals(end, in.readAllBytes());
    }
  }

  @Test
  void tellsTheProgressOfAnUploadUpToItsSize() throws IOException {
    byte[] content = bytes(1_000_000, 2);
    List<Long> told = new ArrayList<>();
    client().upload(reference("contract/progress"), layer(content), source(content), told::add);
    assertEquals(1_000_000L, told.getLast());
    assertTrue(told.size() > 3, "several steps, not only the end: " + told);
  }

  @Test
  void takesAnEmptyBlob() throws IOException {
    Reference repository = reference("contract/empty");
    Descriptor blob = push(repository, new byte[0]);
    assertTrue(client().exists(repository, blob.digest()));
    try (InputStream in = client().blob(repository, blob, 0)) {
      assertEquals(-1, in.read());
    }
  }

  @Test
  void refusesABlobWithAnotherDigest() {
    byte[] content = bytes(1000, 3);
    Descriptor wrong =
        Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.sha256(bytes(1000, 4)), 1000);
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () -> client().upload(reference("contract/wrong"), wrong, source(content), s -> {}));
    assertEquals(Reason.REFUSED, e.reason());
    assertEquals("DIGEST_INVALID", e.errors().getFirst().code());
  }

  @Test
  void says404OfABlobThatIsNotThere() throws IOException {
    Reference repository = reference("contract/blobs404");
    push(repository, bytes(10, 5));
    Descriptor missing = layer(bytes(10, 6));
    assertFalse(client().exists(repository, missing.digest()));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client().blob(repository, missing, 0));
    assertEquals(Reason.NOT_FOUND, e.reason());
    assertTrue(e.getMessage().contains(missing.digest().toString()), e.getMessage());
  }

  @Test
  void mountsABlobFromAnotherRepository() throws IOException {
    byte[] content = bytes(2000, 7);
    Descriptor blob = push(reference("contract/from"), content);
    Reference to = reference("contract/to");
    assertFalse(client().exists(to, blob.digest()));
    assertTrue(client().mount(to, blob.digest(), reference("contract/from")));
    assertTrue(client().exists(to, blob.digest()));
  }

  @Test
  void doesNotMountWhatTheSourceDoesNotHave() throws IOException {
    push(reference("contract/from2"), bytes(2000, 8));
    Digest missing = Digest.sha256(bytes(2000, 9));
    assertFalse(client().mount(reference("contract/to2"), missing, reference("contract/from2")));
  }

  @Test
  void storesAManifestByteForByteUnderTagAndDigest() throws IOException {
    Reference name = reference("contract/app:1.0");
    RawManifest manifest = image(name, 10);
    assertEquals(manifest.descriptor(), client().putManifest(name, manifest));
    assertEquals(manifest.descriptor(), client().resolve(name));
    RawManifest byTag = client().manifest(name);
    assertArrayEquals(manifest.bytes(), byTag.bytes());
    assertEquals(MediaTypes.OCI_MANIFEST, byTag.descriptor().mediaType());
    Reference byDigest = name.withDigest(manifest.descriptor().digest());
    assertArrayEquals(manifest.bytes(), client().manifest(byDigest).bytes());
    assertEquals(manifest.descriptor(), client().resolve(byDigest));
  }

  @Test
  void storesAManifestWithoutTag() throws IOException {
    Reference repository = reference("contract/untagged");
    RawManifest manifest = image(repository, 11);
    Reference name = repository.withDigest(manifest.descriptor().digest());
    client().putManifest(name, manifest);
    assertArrayEquals(manifest.bytes(), client().manifest(name).bytes());
  }

  @Test
  void listsTags() throws IOException {
    Reference repository = reference("contract/tags");
    RawManifest manifest = image(repository, 12);
    for (String tag : List.of("b", "a", "c")) {
      client().putManifest(repository.withTag(tag), manifest);
    }
    assertEquals(Set.of("a", "b", "c"), Set.copyOf(client().tags(repository)));
  }

  @Test
  void namesTheTagThatIsNotThere() throws IOException {
    Reference repository = reference("contract/tags404");
    client().putManifest(repository.withTag("there"), image(repository, 13));
    RegistryException e =
        assertThrows(
            RegistryException.class, () -> client().manifest(repository.withTag("missing")));
    assertEquals(Reason.NOT_FOUND, e.reason());
    assertTrue(e.getMessage().contains("tag 'missing'"), e.getMessage());
    assertEquals(404, e.status());
  }

  @Test
  void refusesAManifestWhoseBlobsAreMissing() throws IOException {
    Reference elsewhere = reference("contract/complete");
    RawManifest manifest = image(elsewhere, 14);
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () -> client().putManifest(reference("contract/incomplete:1"), manifest));
    assertTrue(
        e.reason() == Reason.REFUSED || e.reason() == Reason.NOT_FOUND, String.valueOf(e.reason()));
  }
}
