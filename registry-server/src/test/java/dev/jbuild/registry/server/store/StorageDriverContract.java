package dev.jbuild.registry.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.Tag;
import dev.jbuild.registry.server.name.UploadId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every storage must do.
public abstract class StorageDriverContract {
  private static final RepositoryName A = new RepositoryName("a/b");
  private static final RepositoryName OTHER = new RepositoryName("a");
  private static final References NOTHING = new References(Set.of(), Set.of());

  private StorageDriver storage;

  /// Opens the storage, with what earlier ones of the same test left.
  protected abstract StorageDriver open() throws IOException;

  @BeforeEach
  void openFirst() throws IOException {
    storage = open();
  }

  @AfterEach
  void closeLast() throws IOException {
    storage.close();
  }

  private void reopen() throws IOException {
    storage.close();
    storage = open();
  }

  private static byte[] bytes(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  private static Digest digest(String content) {
    return Digest.sha256(bytes(content));
  }

  private Digest blob(RepositoryName repository, String content) throws IOException {
    storage.blobs().put(digest(content), bytes(content));
    storage.index().linkBlob(repository, digest(content));
    return digest(content);
  }

  private ManifestRecord manifest(String content) throws IOException {
    storage.blobs().put(digest(content), bytes(content));
    return new ManifestRecord(
        Descriptor.of(MediaTypes.OCI_MANIFEST, digest(content), content.length()), null);
  }

  @Test
  void keepsBlobsByDigest() throws IOException {
    storage.blobs().put(digest("x"), bytes("x"));
    storage.blobs().put(digest("x"), bytes("x"));
    reopen();
    assertEquals(OptionalLong.of(1), storage.blobs().size(digest("x")));
    assertEquals(OptionalLong.empty(), storage.blobs().size(digest("y")));
    assertTrue(storage.blobs().open(digest("y")).isEmpty());
    try (BlobReader reader = storage.blobs().open(digest("x")).orElseThrow()) {
      assertTrue(storage.blobs().delete(digest("x")));
      ByteBuffer into = ByteBuffer.allocate(2);
      assertEquals(1, reader.read(into, 0));
      assertEquals('x', into.get(0));
      assertEquals(-1, reader.read(into, 1));
    }
    assertFalse(storage.blobs().delete(digest("x")));
  }

  @Test
  void showsBlobsWhereTheyAreLinked() throws IOException {
    Digest x = blob(A, "xx");
    assertEquals(OptionalLong.of(2), storage.index().blobSize(A, x));
    assertEquals(OptionalLong.empty(), storage.index().blobSize(OTHER, x));
    reopen();
    assertEquals(OptionalLong.of(2), storage.index().blobSize(A, x));
    assertTrue(storage.index().unlinkBlob(A, x));
    assertFalse(storage.index().unlinkBlob(A, x));
    assertEquals(OptionalLong.empty(), storage.index().blobSize(A, x));
    storage.index().linkBlob(A, x);
    assertEquals(OptionalLong.of(2), storage.index().blobSize(A, x));
  }

  @Test
  void keepsManifestsAndTags() throws IOException {
    ManifestRecord one = manifest("one");
    ManifestRecord two = manifest("two");
    List<Tag> tags = List.of(new Tag("v1"), new Tag("latest"));
    assertEquals(List.of(), storage.index().putManifest(A, one, NOTHING, tags));
    assertEquals(
        List.of(), storage.index().putManifest(A, two, NOTHING, List.of(new Tag("latest"))));
    for (int i = 0; i < 2; i++) {
      assertEquals(Optional.of(one), storage.index().manifest(A, one.digest()));
      assertEquals(Optional.of(one.digest()), storage.index().tag(A, new Tag("v1")));
      assertEquals(Optional.of(two.digest()), storage.index().tag(A, new Tag("latest")));
      assertEquals(Optional.empty(), storage.index().manifest(OTHER, one.digest()));
      reopen();
    }
    assertTrue(storage.index().deleteManifest(A, one.digest()));
    assertFalse(storage.index().deleteManifest(A, one.digest()));
    assertEquals(Optional.empty(), storage.index().tag(A, new Tag("v1")));
    assertEquals(List.of(new Tag("latest")), storage.index().tags(A, null, 10));
    assertTrue(storage.index().deleteTag(A, new Tag("latest")));
    assertFalse(storage.index().deleteTag(A, new Tag("latest")));
    assertEquals(Optional.of(two), storage.index().manifest(A, two.digest()));
  }

  @Test
  void refusesManifestsWhoseReferencesAreMissing() throws IOException {
    Digest there = blob(A, "there");
    ManifestRecord manifest = manifest("m");
    References references = new References(Set.of(there, digest("no")), Set.of(digest("child")));
    List<Digest> missing =
        storage.index().putManifest(A, manifest, references, List.of(new Tag("v1")));
    assertEquals(Set.of(digest("no"), digest("child")), Set.copyOf(missing));
    assertEquals(Optional.empty(), storage.index().manifest(A, manifest.digest()));
    assertEquals(Optional.empty(), storage.index().tag(A, new Tag("v1")));
  }

  @Test
  void listsReferrersOfASubject() throws IOException {
    Digest subject = digest("subject");
    Descriptor shown =
        new Descriptor(
            MediaTypes.OCI_MANIFEST,
            digest("sig"),
            3,
            List.of(),
            java.util.Map.of("k", "v"),
            null,
            "application/x");
    storage.blobs().put(digest("sig"), bytes("sig"));
    storage.index().putManifest(A, new ManifestRecord(shown, subject), NOTHING, List.of());
    reopen();
    assertEquals(List.of(shown), storage.index().referrers(A, subject));
    assertEquals(List.of(), storage.index().referrers(OTHER, subject));
    storage.index().deleteManifest(A, digest("sig"));
    assertEquals(List.of(), storage.index().referrers(A, subject));
  }

  @Test
  void listsRepositoriesAndTagsInPages() throws IOException {
    for (String name : List.of("b", "a/b", "a-b", "a")) {
      blob(new RepositoryName(name), "x");
    }
    assertEquals(
        List.of("a", "a-b", "a/b", "b"),
        storage.index().repositories(null, 9).stream().map(RepositoryName::value).toList());
    assertEquals(
        List.of("a-b", "a/b"),
        storage.index().repositories("a", 2).stream().map(RepositoryName::value).toList());
    assertTrue(storage.index().exists(A));
    assertFalse(storage.index().exists(new RepositoryName("c")));
    storage.index().putManifest(A, manifest("m"), NOTHING, List.of(new Tag("2"), new Tag("10")));
    assertEquals(List.of(new Tag("10"), new Tag("2")), storage.index().tags(A, null, 9));
    assertEquals(List.of(new Tag("2")), storage.index().tags(A, "11", 9));
  }

  @Test
  void growsUploadsAndPublishesThem() throws IOException {
    UploadId id = UploadId.random(new Random(3));
    UploadStore uploads = storage.uploads();
    assertEquals(OptionalLong.empty(), uploads.size(A, id));
    uploads.create(A, id);
    try (UploadWriter writer = uploads.write(A, id, 0)) {
      writer.write(bytes("_hello_"), 1, 5);
    }
    try (UploadWriter writer = uploads.write(A, id, 4)) {
      writer.write(bytes("!"), 0, 1);
    }
    reopen();
    assertEquals(OptionalLong.of(5), storage.uploads().size(A, id));
    assertEquals(OptionalLong.empty(), storage.uploads().size(OTHER, id));
    try (var in = storage.uploads().read(A, id)) {
      assertEquals("hell!", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    storage.uploads().publish(A, id, digest("hell!"));
    assertEquals(OptionalLong.of(5), storage.blobs().size(digest("hell!")));
    assertFalse(storage.uploads().remove(A, id));
    assertEquals(OptionalLong.empty(), storage.index().blobSize(A, digest("hell!")));
  }

  @Test
  void dropsUploadsWhoseBlobIsThere() throws IOException {
    UploadId id = UploadId.random(new Random(3));
    storage.blobs().put(digest("x"), bytes("x"));
    storage.uploads().create(A, id);
    try (UploadWriter writer = storage.uploads().write(A, id, 0)) {
      writer.write(bytes("x"), 0, 1);
    }
    storage.uploads().publish(A, id, digest("x"));
    assertEquals(OptionalLong.empty(), storage.uploads().size(A, id));
    assertEquals(OptionalLong.of(1), storage.blobs().size(digest("x")));
  }

  @Test
  void dropsOldUploads() throws IOException {
    assertEquals(0, storage.uploads().removeOlderThan(Instant.now()));
    UploadId id = UploadId.random(new Random(3));
    storage.uploads().create(A, id);
    assertEquals(0, storage.uploads().removeOlderThan(Instant.now().minusSeconds(60)));
    assertEquals(1, storage.uploads().removeOlderThan(Instant.now().plusSeconds(60)));
    assertEquals(OptionalLong.empty(), storage.uploads().size(A, id));
  }

  @Test
  void neverShowsATagThatPointsAtNothing() throws Exception {
    ManifestRecord manifest = manifest("m");
    Tag tag = new Tag("v1");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> seen = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Random random = new Random(i);
        seen.add(threads.submit(() -> mutate(random, manifest, tag)));
        seen.add(threads.submit(() -> watch(manifest, tag)));
      }
      int dangling = 0;
      for (Future<Integer> future : seen) {
        dangling += get(future);
      }
      assertEquals(0, dangling);
    }
    Optional<Digest> before = storage.index().tag(A, tag);
    reopen();
    assertEquals(before, storage.index().tag(A, tag), "memory and storage disagree");
  }

  private static int get(Future<Integer> future) throws InterruptedException, IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private Integer mutate(Random random, ManifestRecord manifest, Tag tag) throws IOException {
    for (int i = 0; i < 40; i++) {
      switch (random.nextInt(3)) {
        case 0 -> storage.index().deleteManifest(A, manifest.digest());
        case 1 -> storage.index().deleteTag(A, tag);
        default -> storage.index().putManifest(A, manifest, NOTHING, List.of(tag));
      }
    }
    return 0;
  }

  /// A tag seen while its manifest is missing counts only if the tag is still there afterwards and
  /// nothing changed in between, which two equal looks in a row stand for.
  private Integer watch(ManifestRecord manifest, Tag tag) throws Exception {
    int dangling = 0;
    Callable<Boolean> look =
        () ->
            storage.index().tag(A, tag).isPresent()
                && storage.index().manifest(A, manifest.digest()).isEmpty()
                && storage.index().tag(A, tag).isPresent()
                && storage.index().manifest(A, manifest.digest()).isEmpty()
                && storage.index().tag(A, tag).isPresent();
    for (int i = 0; i < 2000; i++) {
      dangling += look.call() ? 1 : 0;
    }
    return dangling;
  }
}
