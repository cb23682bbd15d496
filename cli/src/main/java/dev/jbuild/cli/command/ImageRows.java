package dev.jbuild.cli.command;

import dev.jbuild.cli.text.Ages;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Image;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// Images as rows for templates, with docker's member names.
final class ImageRows {
  static final Map<String, String> HEADINGS =
      Map.ofEntries(
          Map.entry("ID", "IMAGE ID"),
          Map.entry("Repository", "REPOSITORY"),
          Map.entry("Tag", "TAG"),
          Map.entry("Digest", "DIGEST"),
          Map.entry("CreatedSince", "CREATED"),
          Map.entry("CreatedAt", "CREATED AT"),
          Map.entry("Size", "SIZE"),
          Map.entry("VirtualSize", "SIZE"),
          Map.entry("Containers", "CONTAINERS"),
          Map.entry("SharedSize", "SHARED SIZE"),
          Map.entry("UniqueSize", "UNIQUE SIZE"));
  static final String TABLE = "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";
  static final String TABLE_WITH_DIGESTS =
      "{{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss Z", Locale.ROOT);

  private ImageRows() {}

  /// A time as Go prints it, in UTC.
  static String time(Instant time) {
    return TIME.format(time.atOffset(ZoneOffset.UTC)) + " UTC";
  }

  static JsonObject row(
      Image image, String repository, String tag, String digest, String id, Instant now) {
    String size = Sizes.format(image.size());
    return JsonObject.builder()
        .put("Containers", "N/A")
        .put("CreatedAt", time(image.builtAt()))
        .put("CreatedSince", Ages.since(image.builtAt(), now))
        .put("Digest", digest)
        .put("ID", id)
        .put("Repository", repository)
        .put("SharedSize", "N/A")
        .put("Size", size)
        .put("Tag", tag)
        .put("UniqueSize", "N/A")
        .put("VirtualSize", size)
        .build();
  }
}
