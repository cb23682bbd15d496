package dev.jbuild.layer.layout;

import dev.jbuild.image.Reference;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.io.OutputStream;
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

  private final Store store;

  public DockerArchive(Store store) {
    this.store = store;
  }

  /// Writes the images, whose layers are unpacked first where they are not; the stream stays open.
  public void exportTo(OutputStream out, List<Export> images) throws IOException {
    Sink sink = new Sink.Tar(out);
    List<JsonObject> entries = new ArrayList<>();
    for (Export export : images) {
      LoadedImage image = export.image();
      String config = image.config().digest().hex() + ".json";
      sink.file(config, image.config().bytes());
      List<String> names = new ArrayList<>();
      for (Layer layer : store.layers().unpack(image.manifest().value(), image.config().value())) {
        String name = layer.diffId().hex() + ".tar";
        names.add(name);
        sink.file(name, layer.tarSize(), tar -> store.layers().writeTar(layer, tar));
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
