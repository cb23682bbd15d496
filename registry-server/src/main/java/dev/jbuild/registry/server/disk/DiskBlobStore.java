package dev.jbuild.registry.server.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.store.BlobReader;
import dev.jbuild.registry.server.store.BlobStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/// Blobs as files named by their digest.
final class DiskBlobStore implements BlobStore {
  private final DiskLayout layout;
  private final DiskFiles files;
  private final DirectorySync sync;

  DiskBlobStore(DiskLayout layout, DiskFiles files, DirectorySync sync) {
    this.layout = layout;
    this.files = files;
    this.sync = sync;
  }

  @Override
  public OptionalLong size(Digest digest) throws IOException {
    try {
      return OptionalLong.of(Files.size(layout.blob(digest)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public Optional<BlobReader> open(Digest digest) throws IOException {
    try {
      FileChannel channel = FileChannel.open(layout.blob(digest), StandardOpenOption.READ);
      return Optional.of(new DiskBlobReader(channel, channel.size()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void put(Digest digest, byte[] content) throws IOException {
    Path file = layout.blob(digest);
    if (!files.present(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
      files.replace(file, content);
    }
  }

  @Override
  public void persist(Collection<Digest> digests) throws IOException {
    for (Digest digest : digests) {
      sync.persist(DiskLayout.above(layout.blob(digest)));
    }
  }

  @Override
  public boolean delete(Digest digest) throws IOException {
    return files.remove(layout.blob(digest));
  }
}
