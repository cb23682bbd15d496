package dev.jbuild.registry.server.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.UploadId;
import dev.jbuild.registry.server.store.UploadStore;
import dev.jbuild.registry.server.store.UploadWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.OptionalLong;

/// Uploads as files that grow and are renamed to blobs in the end.
final class DiskUploadStore implements UploadStore {
  private final DiskLayout layout;
  private final DiskFiles files;

  DiskUploadStore(DiskLayout layout, DiskFiles files) {
    this.layout = layout;
    this.files = files;
  }

  @Override
  public void create(RepositoryName repository, UploadId id) throws IOException {
    files.mark(layout.upload(repository, id));
  }

  @Override
  public OptionalLong size(RepositoryName repository, UploadId id) throws IOException {
    try {
      return OptionalLong.of(Files.size(layout.upload(repository, id)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public UploadWriter write(RepositoryName repository, UploadId id, long offset)
      throws IOException {
    Path file = layout.upload(repository, id);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      if (channel.size() > offset) {
        channel.truncate(offset);
      }
      return new DiskUploadWriter(file, channel, offset);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public InputStream read(RepositoryName repository, UploadId id) throws IOException {
    return Files.newInputStream(layout.upload(repository, id));
  }

  @Override
  public void publish(RepositoryName repository, UploadId id, Digest digest) throws IOException {
    Path draft = layout.upload(repository, id);
    Path blob = layout.blob(digest);
    if (files.present(blob) && Files.size(blob) == Files.size(draft)) {
      Files.deleteIfExists(draft);
      return;
    }
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(false);
    } catch (IOException e) {
      throw DiskFiles.explained("syncing " + draft, e);
    }
    files.moveInto(draft, blob);
  }

  @Override
  public boolean remove(RepositoryName repository, UploadId id) throws IOException {
    return files.remove(layout.upload(repository, id));
  }

  @Override
  public int removeOlderThan(Instant moment) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> repositories = Files.newDirectoryStream(layout.uploads())) {
      for (Path repository : repositories) {
        removed += removeOlderThan(repository, moment);
      }
    } catch (NoSuchFileException e) {
      return 0; // nothing was ever uploaded
    }
    return removed;
  }

  private int removeOlderThan(Path repository, Instant moment) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> uploads = Files.newDirectoryStream(repository)) {
      for (Path upload : uploads) {
        if (isOlder(upload, moment) && files.remove(upload)) {
          removed++;
        }
      }
    }
    return removed;
  }

  private static boolean isOlder(Path upload, Instant moment) throws IOException {
    try {
      return Files.getLastModifiedTime(upload).toInstant().isBefore(moment);
    } catch (NoSuchFileException e) {
      return false; // finished or cancelled meanwhile
    }
  }
}
