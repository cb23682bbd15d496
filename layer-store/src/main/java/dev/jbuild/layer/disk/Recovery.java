package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Makes the store sound after the machine went down while it was written: names may have reached
/// the disk before what they name.
///
/// What came since the session began that was cut off is read again; all that anybody was told is
/// there was forced, so that only what nobody relies on can be missing. Content with other bytes
/// than its digest goes. A layer that was made here is written as tar again, one from outside is
/// compared with its packed form. If it differs it is unpacked again, or goes if there is nothing
/// to unpack. Records that cannot be read, or lead to what is not there, go last, but not those of
/// images and their names, which are forced before anybody sees them.
final class Recovery {
  private final Parts parts;
  private final DiskLayerStore layers;
  private final DiskImageStore images;

  Recovery(Parts parts, DiskLayerStore layers, DiskImageStore images) {
    this.parts = parts;
    this.layers = layers;
    this.images = images;
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
    layers(since);
    for (String kind : GarbageCollector.kinds(parts)) {
      if (!kind.equals(DiskImageStore.IMAGES) && !kind.equals(DiskImageStore.NAMES)) {
        records(parts.records(kind, false), since);
      }
    }
  }

  private void layers(FileTime since) throws IOException {
    Set<LayerId> suspects = new HashSet<>();
    for (LayerId id : layers.ids()) {
      if (isSince(parts.paths().layerRecord(id), since)) {
        suspects.add(id);
      }
    }
    trees(suspects);
  }

  /// Makes the trees of layers whole again, or drops the layers.
  void trees(Set<LayerId> suspects) throws IOException {
    Stacks stacks = Stacks.of(parts, layers, images);
    TreeCheck trees = new TreeCheck(parts, stacks);
    for (LayerId id : stacks.inOrder()) {
      if (suspects.contains(id) && !isWhole(id, trees)) {
        Files.deleteIfExists(parts.paths().layerRecord(id));
      }
    }
  }

  private boolean isWhole(LayerId id, TreeCheck trees) throws IOException {
    try {
      Optional<LayerRecord> record = LayerRecord.read(parts.paths(), id);
      return record.isPresent()
          && (trees.isProven(record.get()) || trees.makeWhole(record.get(), layers));
    } catch (ContentException.Corrupt _) {
      return false;
    }
  }

  private void records(DiskRecords records, FileTime since) throws IOException {
    for (Path file : records.files()) {
      if (isSince(file, since) && !isFounded(file)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Whether a record can be read and all that it leads to is there.
  private boolean isFounded(Path file) throws IOException {
    try {
      Optional<Records.Entry> record = DiskRecords.read(file);
      if (record.isEmpty()) {
        return false;
      }
      for (LayerId layer : record.get().references().layers()) {
        if (layers.record(layer).isEmpty()) {
          return false;
        }
      }
      for (Digest content : record.get().references().content()) {
        if (!parts.content().contains(content)) {
          return false;
        }
      }
      return true;
    } catch (ContentException.Corrupt _) {
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
