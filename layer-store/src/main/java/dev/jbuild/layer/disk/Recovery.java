package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.LayerId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/// Makes the store sound after the machine went down while it was written: names may have reached
/// the disk before what they name.
///
/// What came since the session began that was cut off is read again. Content with other bytes than
/// its digest goes. A layer that was made here is written as tar again and goes if its digest has
/// changed; a pulled one goes, and comes back from its blob when it is wanted.
final class Recovery {
  private final Parts parts;
  private final DiskLayerStore layers;

  Recovery(Parts parts, DiskLayerStore layers) {
    this.parts = parts;
    this.layers = layers;
  }

  void run(FileTime since) throws IOException {
    for (Digest digest : parts.content().list()) {
      if (isSince(parts.paths().content(digest), since)) {
        try {
          parts.content().verify(digest);
        } catch (ContentException _) {
          parts.content().delete(digest);
        }
      }
    }
    for (LayerId id : layers.ids()) {
      Path file = parts.paths().layerRecord(id);
      if (isSince(file, since) && !isWhole(id)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private boolean isWhole(LayerId id) throws IOException {
    try {
      Optional<LayerRecord> record = layers.record(id);
      if (record.isEmpty() || record.get().applied()) {
        return false;
      }
      layers.writeTar(record.get().layer(parts.paths()), OutputStream.nullOutputStream());
      return true;
    } catch (ContentException _) {
      return false;
    }
  }

  private static boolean isSince(Path file, FileTime since) throws IOException {
    try {
      return ((FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS))
              .compareTo(since)
          >= 0;
    } catch (NoSuchFileException _) {
      return false;
    }
  }
}
