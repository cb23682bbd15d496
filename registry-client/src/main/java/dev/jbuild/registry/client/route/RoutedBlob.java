package dev.jbuild.registry.client.route;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// A blob from the first place that has it; where a mirror fails in the middle, the next place goes
/// on behind the last byte. For one thread at a time.
final class RoutedBlob extends InputStream {
  private final RoutedRegistryClient routed;
  private final RegistryClient client;
  private final Reference repository;
  private final Descriptor blob;
  private Reference place;
  private InputStream in;
  private long position;

  RoutedBlob(
      RoutedRegistryClient routed,
      RegistryClient client,
      Reference repository,
      Descriptor blob,
      long offset)
      throws RegistryException {
    this.routed = routed;
    this.client = client;
    this.repository = repository;
    this.blob = blob;
    this.place = repository;
    this.position = offset;
    this.in = open();
  }

  /// Mirrors may be for tags only or for digests only; a blob always has a digest.
  private InputStream open() throws RegistryException {
    Reference name = repository.withDigest(blob.digest());
    return routed.read(
        name,
        candidate -> {
          InputStream opened = client.blob(candidate, blob, position);
          place = candidate;
          routed.noteSource(blob.digest(), candidate, repository);
          return opened;
        });
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    while (true) {
      try {
        int count = in.read(buffer, offset, length);
        position += Math.max(0, count);
        return count;
      } catch (RegistryException e) {
        if (RoutedRegistryClient.isFinal(e) || !routed.giveUp(place, repository)) {
          throw e;
        }
        in.close();
        in = open();
      }
    }
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
