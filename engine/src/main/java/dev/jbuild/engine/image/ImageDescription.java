package dev.jbuild.engine.image;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Digest;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ContainerConfigJson;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.image.json.Times;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An image as `docker inspect` shows it.
public final class ImageDescription {
  private static final String NO_TIME = "0001-01-01T00:00:00Z";

  private ImageDescription() {}

  /// Describes an image by its record and its documents.
  ///
  /// @param layers its unpacked layers, lowest first; empty when they are not unpacked
  public static JsonObject of(Image image, LoadedImage loaded, List<Layer> layers) {
    ImageConfig config = loaded.config().value();
    List<HistoryEntry> history = config.history();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("Id", image.id().toString())
            .put("RepoTags", names(image.tags()))
            .put("RepoDigests", names(image.digests()))
            .put("Parent", "")
            .put("Comment", history.isEmpty() ? "" : history.getLast().comment())
            .put("Created", config.created().map(Times::write).orElse(NO_TIME))
            .put("DockerVersion", "")
            .put("Author", config.author())
            .put("Config", configuration(config.config()))
            .put("Architecture", config.platform().architecture());
    if (!config.platform().variant().isEmpty()) {
      json.put("Variant", config.platform().variant());
    }
    return json.put("Os", config.platform().os())
        .put("Size", image.size())
        .put("GraphDriver", graphDriver(layers))
        .put("RootFS", rootFileSystem(config.diffIds()))
        .put("Metadata", Map.of("LastTagTime", Times.write(image.builtAt())))
        .put(
            "Descriptor",
            JsonObject.builder()
                .put("mediaType", loaded.descriptor().mediaType())
                .put("digest", loaded.descriptor().digest().toString())
                .put("size", loaded.descriptor().size())
                .build())
        .build();
  }

  /// Where the files are, as overlay file systems would be told.
  private static JsonObject graphDriver(List<Layer> layers) {
    JsonObject.Builder data = JsonObject.builder();
    if (layers.size() > 1) {
      List<String> lower = new ArrayList<>();
      for (Layer layer : layers.subList(0, layers.size() - 1).reversed()) {
        lower.add(layer.directory().toString());
      }
      data.put("LowerDir", String.join(":", lower));
    }
    if (!layers.isEmpty()) {
      data.put("UpperDir", layers.getLast().directory().toString());
    }
    return JsonObject.builder().put("Data", data.build()).put("Name", "overlay2").build();
  }

  private static List<String> names(List<Reference> names) {
    List<String> familiar = new ArrayList<>();
    for (Reference name : names) {
      familiar.add(name.familiar());
    }
    return familiar;
  }

  /// The configuration of containers as docker shows it: what is not set as null or empty, so that
  /// programs find every member.
  public static JsonObject configuration(ContainerConfig config) {
    Map<String, @Nullable Object> given = ContainerConfigJson.write(config).members();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("Hostname", "")
            .put("Domainname", "")
            .put("User", config.user())
            .put("AttachStdin", false)
            .put("AttachStdout", false)
            .put("AttachStderr", false);
    copy(given, json, "ExposedPorts");
    json.put("Tty", false).put("OpenStdin", false).put("StdinOnce", false);
    json.put("Env", given.get("Env")).put("Cmd", given.get("Cmd"));
    copy(given, json, "Healthcheck");
    json.put("Image", "")
        .put("Volumes", given.get("Volumes"))
        .put("WorkingDir", config.workingDir())
        .put("Entrypoint", given.get("Entrypoint"))
        .put("OnBuild", given.get("OnBuild"))
        .put("Labels", given.get("Labels"));
    copy(given, json, "StopSignal");
    copy(given, json, "Shell");
    return json.build();
  }

  private static void copy(
      Map<String, @Nullable Object> from, JsonObject.Builder to, String member) {
    if (from.containsKey(member)) {
      to.put(member, from.get(member));
    }
  }

  private static JsonObject rootFileSystem(List<Digest> diffIds) {
    List<String> layers = new ArrayList<>();
    for (Digest diffId : diffIds) {
      layers.add(diffId.toString());
    }
    return JsonObject.builder().put("Type", "layers").put("Layers", layers).build();
  }
}
