package dev.jbuild.registry.server.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.Tag;
import dev.jbuild.registry.server.store.BlobStore;
import dev.jbuild.registry.server.store.ManifestRecord;
import dev.jbuild.registry.server.store.References;
import dev.jbuild.registry.server.store.RepositoryIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Facts as small files, one for each blob link, manifest, tag and referrer, with the ones in use
/// held in memory.
///
/// A repository's lock, one of a fixed set chosen by name, orders its changes and the filling of
/// the caches; file I/O happens under it, since the files are what it guards. Reads that hit a
/// cache take no lock. Changes are ordered so that a crash between two files leaves nothing
/// dangling: manifest, referrer, tag when adding, the reverse when removing.
final class DiskIndex implements RepositoryIndex {
  private static final int CACHED = 50_000;
  private static final int LOCKS = 64;

  private record Key<T>(RepositoryName repository, T name) {}

  private final DiskLayout layout;
  private final DiskFiles files;
  private final DirectorySync sync;
  private final BlobStore blobs;
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
  private final GenerationCache<Key<Digest>, Long> blobSizes = new GenerationCache<>(CACHED);
  private final GenerationCache<Key<Digest>, ManifestRecord> manifests =
      new GenerationCache<>(CACHED);
  private final GenerationCache<Key<Tag>, Digest> tags = new GenerationCache<>(CACHED);

  DiskIndex(DiskLayout layout, DiskFiles files, DirectorySync sync, BlobStore blobs) {
    this.layout = layout;
    this.files = files;
    this.sync = sync;
    this.blobs = blobs;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  @Override
  public boolean exists(RepositoryName repository) {
    return Files.isDirectory(layout.repository(repository));
  }

  @Override
  public List<RepositoryName> repositories(@Nullable String after, int limit) throws IOException {
    return names(layout.repositories()).stream()
        .map(DiskLayout::repositoryName)
        .filter(n -> after == null || n.value().compareTo(after) > 0)
        .sorted()
        .limit(limit)
        .toList();
  }

  @Override
  public void linkBlob(RepositoryName repository, Digest digest) throws IOException {
    ReentrantLock lock = lock(repository);
    try {
      files.mark(layout.blobLink(repository, digest));
      blobSizes.remove(new Key<>(repository, digest)); // the push may have mended a damaged blob
    } finally {
      lock.unlock();
    }
  }

  @Override
  public OptionalLong blobSize(RepositoryName repository, Digest digest) throws IOException {
    Key<Digest> key = new Key<>(repository, digest);
    Long size = blobSizes.get(key);
    if (size == null) {
      ReentrantLock lock = lock(repository);
      try {
        size = loadBlobSize(key);
      } finally {
        lock.unlock();
      }
    }
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }

  private @Nullable Long loadBlobSize(Key<Digest> key) throws IOException {
    Long size = blobSizes.promote(key);
    if (size == null && Files.exists(layout.blobLink(key.repository, key.name))) {
      OptionalLong found = blobs.size(key.name);
      if (found.isPresent()) {
        size = found.getAsLong();
        blobSizes.put(key, size);
      }
    }
    return size;
  }

  @Override
  public boolean unlinkBlob(RepositoryName repository, Digest digest) throws IOException {
    ReentrantLock lock = lock(repository);
    try {
      Path link = layout.blobLink(repository, digest);
      boolean removed = files.remove(link);
      blobSizes.remove(new Key<>(repository, digest));
      if (removed) {
        sync.persist(DiskLayout.above(link));
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<ManifestRecord> manifest(RepositoryName repository, Digest digest)
      throws IOException {
    Key<Digest> key = new Key<>(repository, digest);
    ManifestRecord manifest = manifests.get(key);
    if (manifest == null) {
      ReentrantLock lock = lock(repository);
      try {
        manifest = loadManifest(key);
      } finally {
        lock.unlock();
      }
    }
    return Optional.ofNullable(manifest);
  }

  private @Nullable ManifestRecord loadManifest(Key<Digest> key) throws IOException {
    ManifestRecord manifest = manifests.promote(key);
    if (manifest == null) {
      Path file = layout.manifest(key.repository, key.name);
      try {
        manifest = RecordJson.read(Files.readAllBytes(file));
        manifests.put(key, manifest);
      } catch (NoSuchFileException e) {
        return null;
      } catch (JsonException e) {
        throw damaged(file, e);
      }
    }
    return manifest;
  }

  @Override
  public List<Digest> putManifest(
      RepositoryName repository, ManifestRecord manifest, References references, List<Tag> names)
      throws IOException {
    ReentrantLock lock = lock(repository);
    try {
      List<Digest> missing = missing(repository, references);
      if (!missing.isEmpty()) {
        return missing;
      }
      persist(repository, manifest, references);
      Key<Digest> key = new Key<>(repository, manifest.digest());
      Path file = layout.manifest(repository, manifest.digest());
      if (!manifest.equals(manifests.promote(key))) {
        files.replace(file, RecordJson.write(manifest));
      }
      sync.persist(DiskLayout.above(file));
      if (manifest.subject().isPresent()) {
        Path referrers = layout.referrers(repository, manifest.subject().get());
        files.mark(referrers.resolve(DiskLayout.encoded(manifest.digest())));
        sync.persist(referrers);
      }
      manifests.put(key, manifest);
      for (Tag name : names) {
        putTag(new Key<>(repository, name), manifest.digest());
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private List<Digest> missing(RepositoryName repository, References references)
      throws IOException {
    List<Digest> missing = new ArrayList<>();
    for (Digest blob : references.blobs()) {
      if (loadBlobSize(new Key<>(repository, blob)) == null) {
        missing.add(blob);
      }
    }
    for (Digest child : references.manifests()) {
      if (loadManifest(new Key<>(repository, child)) == null) {
        missing.add(child);
      }
    }
    missing.sort(null);
    return missing;
  }

  private void persist(RepositoryName repository, ManifestRecord manifest, References references)
      throws IOException {
    Set<Digest> content = new HashSet<>(references.blobs());
    content.add(manifest.digest());
    blobs.persist(content);
    if (!references.blobs().isEmpty()) {
      sync.persist(DiskLayout.above(layout.blobLink(repository, manifest.digest())));
    }
  }

  private void putTag(Key<Tag> key, Digest digest) throws IOException {
    Path file = layout.tag(key.repository, key.name);
    if (!digest.equals(tags.promote(key))) {
      files.replace(file, digest.toString().getBytes(StandardCharsets.US_ASCII));
      tags.put(key, digest);
    }
    sync.persist(DiskLayout.above(file));
  }

  @Override
  public boolean deleteManifest(RepositoryName repository, Digest digest) throws IOException {
    ReentrantLock lock = lock(repository);
    try {
      Key<Digest> key = new Key<>(repository, digest);
      ManifestRecord manifest = loadManifest(key);
      if (manifest == null) {
        return false;
      }
      for (String name : names(layout.tags(repository))) {
        Key<Tag> tag = new Key<>(repository, new Tag(name));
        if (digest.equals(loadTag(tag))) {
          removeTag(tag);
        }
      }
      if (manifest.subject().isPresent()) {
        Path referrers = layout.referrers(repository, manifest.subject().get());
        if (files.remove(referrers.resolve(DiskLayout.encoded(digest)))) {
          sync.persist(referrers);
        }
      }
      Path file = layout.manifest(repository, digest);
      files.remove(file);
      manifests.remove(key);
      sync.persist(DiskLayout.above(file));
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Digest> tag(RepositoryName repository, Tag tag) throws IOException {
    Key<Tag> key = new Key<>(repository, tag);
    Digest digest = tags.get(key);
    if (digest == null) {
      ReentrantLock lock = lock(repository);
      try {
        digest = loadTag(key);
      } finally {
        lock.unlock();
      }
    }
    return Optional.ofNullable(digest);
  }

  private @Nullable Digest loadTag(Key<Tag> key) throws IOException {
    Digest digest = tags.promote(key);
    if (digest == null) {
      Path file = layout.tag(key.repository, key.name);
      try {
        digest = Digest.parse(Files.readString(file));
        tags.put(key, digest);
      } catch (NoSuchFileException e) {
        return null;
      } catch (IllegalArgumentException e) {
        throw damaged(file, e);
      }
    }
    return digest;
  }

  @Override
  public List<Tag> tags(RepositoryName repository, @Nullable String after, int limit)
      throws IOException {
    return names(layout.tags(repository)).stream()
        .filter(n -> after == null || n.compareTo(after) > 0)
        .sorted()
        .limit(limit)
        .map(Tag::new)
        .toList();
  }

  @Override
  public boolean deleteTag(RepositoryName repository, Tag tag) throws IOException {
    ReentrantLock lock = lock(repository);
    try {
      return removeTag(new Key<>(repository, tag));
    } finally {
      lock.unlock();
    }
  }

  private boolean removeTag(Key<Tag> key) throws IOException {
    Path file = layout.tag(key.repository, key.name);
    boolean removed = files.remove(file);
    tags.remove(key);
    if (removed) {
      sync.persist(DiskLayout.above(file));
    }
    return removed;
  }

  @Override
  public List<Descriptor> referrers(RepositoryName repository, Digest subject) throws IOException {
    List<Descriptor> descriptors = new ArrayList<>();
    for (String name : names(layout.referrers(repository, subject)).stream().sorted().toList()) {
      manifest(repository, DiskLayout.digest(name)).ifPresent(m -> descriptors.add(m.descriptor()));
    }
    return descriptors;
  }

  private static List<String> names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return names;
  }

  private static IOException damaged(Path file, Exception reason) {
    return new IOException(
        "%s is damaged: %s; push the image again to replace it"
            .formatted(file, reason.getMessage()),
        reason);
  }

  /// Takes the lock of a repository.
  private ReentrantLock lock(RepositoryName repository) {
    ReentrantLock lock = locks[Math.floorMod(repository.hashCode(), LOCKS)];
    lock.lock();
    return lock;
  }
}
