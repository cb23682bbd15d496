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

  /// One that sends blobs in pieces of a size.
  protected abstract RegistryClient clientInChunks(long size);

  /// Whether the registry deletes tags; all delete by digest.
  protected abstract boolean deletesTags();

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
  void takesABlobThatIsStillBeingMade() throws IOException {
    Reference repository = reference("contract/stream");
    byte[] content = bytes(6_000_000, 21);
    List<Long> told = new ArrayList<>();
    try (BlobUpload upload = client().beginUpload(repository, told::add).orElseThrow()) {
      for (int i = 0; i < content.length; i += 50_000) {
        upload.write(content, i, 50_000);
      }
      assertTrue(upload.finish(layer(content)));
    }
    assertEquals(6_000_000L, told.getLast());
    try (InputStream in = client().blob(repository, layer(content), 0)) {
      assertArrayEquals(content, in.readAllBytes());
    }
  }

  @Test
  void doesNotHaveABlobOfAnotherDigestThanTheBytesSent() throws IOException {
    Reference repository = reference("contract/stream-wrong");
    Descriptor wrong = layer(bytes(1000, 22));
    try (BlobUpload upload = client().beginUpload(repository, sent -> {}).orElseThrow()) {
      upload.write(bytes(1000, 23), 0, 1000);
      assertFalse(upload.finish(wrong));
    }
    assertFalse(client().exists(repository, wrong.digest()));
  }

  @Test
  void anUploadThatIsGivenUpLeavesNothing() throws IOException {
    Reference repository = reference("contract/stream-given-up");
    byte[] content = bytes(1000, 24);
    try (BlobUpload upload = client().beginUpload(repository, sent -> {}).orElseThrow()) {
      upload.write(content, 0, content.length);
    }
    assertFalse(client().exists(repository, layer(content).digest()));
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

  @Test
  void listsRepositories() throws IOException {
    for (String name : List.of("contract/catalog/b", "contract/catalog/a")) {
      client().putManifest(reference(name + ":1"), image(reference(name), 15));
    }
    List<String> all = client().catalog(domain());
    assertTrue(
        all.containsAll(List.of("contract/catalog/a", "contract/catalog/b")), all.toString());
    assertEquals(
        List.of("contract/catalog/a", "contract/catalog/b"),
        client().search(domain(), "catalog/", 10).stream().map(SearchResult::name).toList());
  }

  @Test
  void deletesAnImageWithAllItsTags() throws IOException {
    Reference one = reference("contract/delete:1");
    RawManifest manifest = image(one, 16);
    client().putManifest(one, manifest);
    client().putManifest(one.withTag("2"), manifest);
    client().delete(one.withDigest(manifest.descriptor().digest()));
    for (Reference name : List.of(one, one.withTag("2"))) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client().resolve(name), name::familiar);
      assertEquals(Reason.NOT_FOUND, e.reason());
    }
    RegistryException again =
        assertThrows(
            RegistryException.class,
            () -> client().delete(one.withDigest(manifest.descriptor().digest())));
    assertEquals(Reason.NOT_FOUND, again.reason());
  }

  @Test
  void deletesATagAloneOrSaysThatItIsRefused() throws IOException {
    Reference one = reference("contract/untag:1");
    RawManifest manifest = image(one, 17);
    client().putManifest(one, manifest);
    client().putManifest(one.withTag("2"), manifest);
    if (deletesTags()) {
      client().delete(one);
      assertEquals(List.of("2"), client().tags(one));
    } else {
      RegistryException e = assertThrows(RegistryException.class, () -> client().delete(one));
      assertEquals(Reason.REFUSED, e.reason());
      assertTrue(e.getMessage().contains("by digest only"), e.getMessage());
      assertEquals(Set.of("1", "2"), Set.copyOf(client().tags(one)));
    }
    assertEquals(manifest.descriptor(), client().resolve(one.withTag("2")));
  }

  @Test
  void deletesABlob() throws IOException {
    Reference repository = reference("contract/unblob");
    Descriptor blob = push(repository, bytes(100, 18));
    client().deleteBlob(repository, blob.digest());
    assertFalse(client().exists(repository, blob.digest()));
  }

  @Test
  void keepsTrackOfWhatRefersToAnImage() throws IOException {
    Reference name = reference("contract/signed:1");
    RawManifest image = image(name, 19);
    client().putManifest(name, image);
    Reference byDigest = name.withDigest(image.descriptor().digest());
    assertEquals(List.of(), client().referrers(byDigest, ""));
    RawManifest one = signature(name, image.descriptor(), "application/x-one");
    RawManifest two = signature(name, image.descriptor(), "application/x-two");
    assertEquals(2, client().referrers(byDigest, "").size());
    List<Descriptor> found = client().referrers(byDigest, "application/x-two");
    assertEquals(List.of(two.descriptor().digest()), digests(found));
    assertEquals("application/x-two", found.getFirst().artifactType());
    client().delete(name.withDigest(two.descriptor().digest()));
    assertEquals(List.of(one.descriptor().digest()), digests(client().referrers(byDigest, "")));
  }

  private static List<Digest> digests(List<Descriptor> descriptors) {
    return descriptors.stream().map(Descriptor::digest).toList();
  }

  private RawManifest signature(Reference name, Descriptor subject, String type)
      throws IOException {
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    push(name, empty);
    Encoded<Manifest> manifest =
        ImageJson.encode(
            new ImageManifest(
                MediaTypes.OCI_MANIFEST,
                Descriptor.of(
                    "application/vnd.oci.empty.v1+json", Digest.sha256(empty), empty.length),
                List.of(),
                type,
                subject,
                java.util.Map.of()));
    RawManifest raw =
        RawManifest.of(manifest.descriptor(MediaTypes.OCI_MANIFEST), manifest.bytes());
    client().putManifest(name.withDigest(raw.descriptor().digest()), raw);
    return raw;
  }

  @Test
  void takesABlobInPieces() throws IOException {
    Reference repository = reference("contract/pieces");
    byte[] content = bytes(1_000_000, 20);
    Descriptor blob = layer(content);
    try (RegistryClient pieces = clientInChunks(300_000)) {
      pieces.upload(repository, blob, source(content), sent -> {});
    }
    try (InputStream in = client().blob(repository, blob, 0)) {
      assertArrayEquals(content, in.readAllBytes());
    }
  }
}
