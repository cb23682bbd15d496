package dev.jbuild.builder.cache;

import dev.jbuild.image.Digest;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import java.util.Objects;

/// The inputs of a step, all that its result depends on. Two steps with equal inputs are one step.
///
/// @param inputs members in the fixed order in which the step's kind puts them
public record CacheKey(JsonObject inputs) {
  public CacheKey {
    Objects.requireNonNull(inputs);
  }

  /// This key and one more input.
  public CacheKey with(String name, Object value) {
    JsonObject.Builder more = JsonObject.builder();
    inputs.members().forEach(more::put);
    return new CacheKey(more.put(name, value).build());
  }

  /// The digest over the inputs.
  public Digest digest() {
    return Digest.sha256(Json.bytes(inputs));
  }
}
