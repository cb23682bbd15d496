package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentWriter;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.diff.TreeTar;
import dev.jbuild.layer.tar.Packing;
import dev.jbuild.layer.tar.TarException;
import dev.jbuild.layer.tar.Unpacking;
import dev.jbuild.layer.tree.OverlayForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// Gives back the tar of a layer: from the bytes it came as, else written from its tree. Either way
/// it is verified.
final class LayerTars {
  private final Parts parts;

  LayerTars(Parts parts) {
    this.parts = parts;
  }

  /// How a layer of this media type is packed, whoever named it.
  static Compression.Method method(String mediaType) {
    if (mediaType.endsWith("gzip")) {
      return Compression.Method.GZIP;
    }
    return mediaType.endsWith("zstd") ? Compression.Method.ZSTD : Compression.Method.NONE;
  }

  /// Whether layers of this media type are tars as they are.
  static boolean isPlain(String mediaType) {
    return mediaType.equals(MediaTypes.OCI_LAYER) || mediaType.equals(MediaTypes.DOCKER_LAYER);
  }

  void write(Layer layer, List<Descriptor> blobs, OutputStream out) throws IOException {
    DigestingOutput digesting = new DigestingOutput(out, layer.diffId().algorithm());
    if (blobs.isEmpty()) {
      OverlayForm form = OverlayForm.current();
      TreeTar.write(
          layer.directory(), form, (_, path) -> layer.opaque().contains(path), null, digesting);
    } else {
      unpack(blobs.getFirst().digest(), digesting);
    }
    Digest actual = digesting.digest();
    if (!actual.equals(layer.diffId())) {
      throw new ContentException.DigestMismatch(
          "layer in '" + layer.directory() + "'", layer.diffId(), actual, digesting.count());
    }
  }

  private void unpack(Digest blob, OutputStream out) throws IOException {
    try (InputStream packed = parts.content().open(blob);
        InputStream tar = Unpacking.of(packed)) {
      tar.transferTo(out);
    } catch (TarException e) {
      throw new ContentException.Corrupt(
          "content " + blob + ", a packed layer,", String.valueOf(e.getMessage()));
    }
  }

  /// @param copy gets the packed bytes too
  Descriptor pack(Layer layer, List<Descriptor> blobs, Compression compression, OutputStream copy)
      throws IOException {
    try (ContentWriter writer = parts.content().writer()) {
      OutputStream out = new WriterOutput(writer, copy);
      int threads = Runtime.getRuntime().availableProcessors();
      Packing.pack(out, compression, threads, tar -> write(layer, blobs, tar));
      long size = writer.offset();
      return Descriptor.of(compression.method().mediaType(), writer.commit(), size);
    }
  }

  /// Bytes on their way into the content store.
  static final class WriterOutput extends OutputStream {
    private final ContentWriter writer;
    private final OutputStream copy;

    WriterOutput(ContentWriter writer, OutputStream copy) {
      this.writer = writer;
      this.copy = copy;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      writer.write(bytes, offset, length);
      copy.write(bytes, offset, length);
    }
  }
}
