package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A lease as a file in the session. Its time is when it began: garbage collection leaves alone
/// what was made or touched since the oldest lease.
final class DiskLease implements Lease {
  private final Path file;
  private final Parts parts;
  private final DiskLayerStore layers;

  DiskLease(Parts parts, DiskLayerStore layers, String reason) throws IOException {
    this.parts = parts;
    this.layers = layers;
    this.file = parts.session().lease(reason);
  }

  @Override
  public boolean keep(Digest content) throws IOException {
    return parts.content().touch(content);
  }

  @Override
  public Optional<Layer> keep(LayerId layer) throws IOException {
    return layers.touch(layer) ? layers.find(layer) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
