package dev.jbuild.layer.layout;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.tar.Unpacking;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Images as the tar that `docker load` and `podman load` read: a `manifest.json`, configurations,
/// and each layer as plain tar.
///
/// Follows the Docker image specification v1.2, "Combined Image JSON + Filesystem Changeset
/// Format".
public final class DockerArchive {
  /// One image to export with the tags it shall have.
  public record Export(LoadedImage image, List<Reference> tags) {
    public Export {
      tags = List.copyOf(tags);
    }
  }

  static final String MANIFEST = "manifest.json";

  /// Gives the layers of an image as plain tars.
  private interface Tars {
    List<Tar> of(LoadedImage image) throws IOException;
  }

  private record Tar(Digest diffId, long size, Sink.Content content) {}

  private final Tars tars;

  /// For images of a store; layers that are there packed only are unpacked first.
  public DockerArchive(Store store) {
    this.tars =
        image -> {
          List<Tar> tars = new ArrayList<>();
          for (Layer layer :
              store.layers().unpack(image.manifest().value(), image.config().value())) {
            tars.add(
                new Tar(
                    layer.diffId(), layer.tarSize(), tar -> store.layers().writeTar(layer, tar)));
          }
          return tars;
        };
  }

  /// For images whose layers are in a content store, packed or plain.
  public DockerArchive(ContentStore content) {
    this.tars =
        image -> {
          List<Tar> tars = new ArrayList<>();
          List<Descriptor> blobs = image.manifest().value().layers();
          List<Digest> diffIds = image.config().value().diffIds();
          if (blobs.size() != diffIds.size()) {
            throw new ContentException.Malformed(
                "image " + image.manifest().digest(),
                "its manifest has %d layers, its configuration %d"
                    .formatted(blobs.size(), diffIds.size()));
          }
          for (int i = 0; i < blobs.size(); i++) {
            Digest blob = blobs.get(i).digest();
            long size = verified(content, blob, diffIds.get(i));
            tars.add(new Tar(diffIds.get(i), size, out -> unpack(content, blob, out)));
          }
          return tars;
        };
  }

  /// Reads a layer once, since its length comes before it in an archive.
  private static long verified(ContentStore content, Digest blob, Digest diffId)
      throws IOException {
    MessageDigest hash = diffId.algorithm().newHash();
    long size;
    try (InputStream packed = content.open(blob);
        InputStream tar = Unpacking.of(packed)) {
      DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), hash);
      size = tar.transferTo(out);
    }
    Digest actual = Digest.of(diffId.algorithm(), hash);
    if (!actual.equals(diffId)) {
      throw new ContentException.DigestMismatch("layer " + blob, diffId, actual, size);
    }
    return size;
  }

  private static void unpack(ContentStore content, Digest blob, OutputStream out)
      throws IOException {
    try (InputStream packed = content.open(blob);
        InputStream tar = Unpacking.of(packed)) {
      tar.transferTo(out);
    }
  }

  /// Writes the images; the stream stays open.
  public void exportTo(OutputStream out, List<Export> images) throws IOException {
    Sink sink = new Sink.Tar(out);
    List<JsonObject> entries = new ArrayList<>();
    for (Export export : images) {
      LoadedImage image = export.image();
      String config = image.config().digest().hex() + ".json";
      sink.file(config, image.config().bytes());
      List<String> names = new ArrayList<>();
      for (Tar layer : tars.of(image)) {
        String name = layer.diffId().hex() + ".tar";
        names.add(name);
        sink.file(name, layer.size(), layer.content());
      }
      entries.add(
          JsonObject.builder()
              .put("Config", config)
              .put("RepoTags", export.tags().stream().map(Reference::familiar).toList())
              .put("Layers", names)
              .build());
    }
    sink.file(MANIFEST, Json.bytes(entries));
    sink.finish();
  }
}
