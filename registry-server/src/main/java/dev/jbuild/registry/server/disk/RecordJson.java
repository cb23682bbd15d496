package dev.jbuild.registry.server.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.server.store.ManifestRecord;

/// The form of a manifest record in its file: `{"descriptor":{…},"subject":"sha256:…"}`.
final class RecordJson {
  private RecordJson() {}

  static byte[] write(ManifestRecord manifest) {
    return Json.bytes(
        JsonObject.builder()
            .put("descriptor", ImageJson.write(manifest.descriptor()))
            .putIfPresent("subject", manifest.subject().map(Digest::toString).orElse(""))
            .build());
  }

  static ManifestRecord read(byte[] bytes) throws JsonException {
    JsonObject json = Json.parseObject(bytes);
    return new ManifestRecord(
        ImageJson.descriptor(json.requireObject("descriptor")),
        json.has("subject") ? json.parsed("subject", Digest::parse) : null);
  }
}
