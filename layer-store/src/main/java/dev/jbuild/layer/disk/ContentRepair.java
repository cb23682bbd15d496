package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentWriter;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.tar.Packing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds content whose bytes are not those of its digest. It is taken away first, since it would
/// stand in the way of the right bytes, and then derived again from the layer that it packs, if
/// that is unpacked.
final class ContentRepair {
  private final Parts parts;
  private final DiskLayerStore layers;
  private final Repairs repairs;
  private final List<Digest> damaged = new ArrayList<>();

  ContentRepair(Parts parts, DiskLayerStore layers, Repairs repairs) {
    this.parts = parts;
    this.layers = layers;
    this.repairs = repairs;
  }

  /// Takes damaged content away.
  void setAside() throws IOException {
    for (Digest digest : parts.content().list()) {
      try {
        parts.content().verify(digest);
      } catch (ContentException.DigestMismatch _) {
        remove(digest);
      } catch (ContentException.NotFound _) {
        // removed meanwhile
      }
    }
  }

  /// Moves the file away before it is looked at again: somebody may just have stored the right
  /// bytes.
  private void remove(Digest digest) throws IOException {
    Path file = parts.paths().content(digest);
    Path away = parts.session().temporary();
    try {
      AtomicFiles.move(file, away);
    } catch (NoSuchFileException _) {
      return;
    }
    if (isRight(away, digest)) {
      AtomicFiles.move(away, file);
      parts.durability().wrote(file);
      return;
    }
    Session.removeTree(away);
    damaged.add(digest);
  }

  private static boolean isRight(Path file, Digest digest) throws IOException {
    DigestingOutput hash = new DigestingOutput(OutputStream.nullOutputStream(), digest.algorithm());
    Files.copy(file, hash);
    return hash.digest().equals(digest);
  }

  /// Makes what was taken away again, where it can be.
  void derive() throws IOException {
    for (Digest digest : damaged) {
      String subject = "content " + digest;
      Optional<Layer> packed = layerOf(digest);
      if (packed.isEmpty()) {
        repairs.repaired(
            subject, "its bytes were damaged and are gone, what needs it is told below");
      } else if (derive(digest, packed.get())) {
        repairs.repaired(
            subject, "its bytes were damaged, they were made again from the unpacked layer");
      } else {
        repairs.lost(
            subject,
            "its bytes were damaged; the layer " + packed.get().diffId() + " is still unpacked",
            "it is packed anew when it is pushed or saved, under another digest; pull the image"
                + " again for the original");
      }
    }
  }

  /// The unpacked layer that content is a packed form of.
  private Optional<Layer> layerOf(Digest digest) throws IOException {
    for (Layer layer : layers.list()) {
      boolean packs =
          layer.diffId().equals(digest)
              || layers.record(layer.id()).stream()
                  .flatMap(r -> r.blobs().stream())
                  .anyMatch(blob -> blob.digest().equals(digest));
      if (packs) {
        return Optional.of(layer);
      }
    }
    return Optional.empty();
  }

  /// Packs a layer in the ways that jbuild does, one of which may give the same bytes.
  private boolean derive(Digest digest, Layer layer) throws IOException {
    for (Compression way : List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD)) {
      try (ContentWriter writer = parts.content().writer()) {
        Packing.pack(
            new LayerTars.WriterOutput(writer, OutputStream.nullOutputStream()),
            way,
            Runtime.getRuntime().availableProcessors(),
            tar -> layers.writeTar(layer, tar));
        writer.commit(digest, -1);
        return true;
      } catch (ContentException.DigestMismatch _) {
        // packed another way, or the tree does not give its tar back
      }
    }
    return false;
  }
}
