package dev.jbuild.layer.layout;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.ContentWriter;
import dev.jbuild.layer.tar.Packing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Compresses the layers that archives of docker's form hold as plain tars, without unpacking them:
/// no registry should get them so.
public final class PlainLayers {
  private final ContentStore content;

  public PlainLayers(ContentStore content) {
    this.content = content;
  }

  /// Packs the plain layers of an image in the content store, and writes its manifest anew.
  ///
  /// @return the manifest, the same one when it has no plain layers or is an index
  public Descriptor pack(Descriptor image, Compression compression) throws IOException {
    byte[] bytes = content.read(image.digest(), ImageJson.MAX_MANIFEST);
    if (!(ImageJson.manifest(bytes, image.mediaType()).value() instanceof ImageManifest manifest)) {
      return image;
    }
    List<Descriptor> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      layers.add(
          layer.mediaType().equals(MediaTypes.OCI_LAYER)
              ? pack(layer.digest(), compression)
              : layer);
    }
    if (layers.equals(manifest.layers())) {
      return image;
    }
    Encoded<Manifest> packed =
        ImageJson.encode(
            new ImageManifest(
                manifest.mediaType(),
                manifest.config(),
                layers,
                manifest.artifactType(),
                manifest.subjectOrNull(),
                manifest.annotations()));
    content.put(packed.bytes());
    return packed.descriptor(manifest.mediaType());
  }

  private Descriptor pack(dev.jbuild.image.Digest plain, Compression compression)
      throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    try (ContentWriter writer = content.writer();
        InputStream tar = content.open(plain)) {
      Packing.pack(new Appending(writer), compression, threads, tar::transferTo);
      long size = writer.offset();
      return Descriptor.of(compression.method().mediaType(), writer.commit(), size);
    }
  }

  private static final class Appending extends OutputStream {
    private final ContentWriter writer;

    Appending(ContentWriter writer) {
      this.writer = writer;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      writer.write(bytes, offset, length);
    }
  }
}
