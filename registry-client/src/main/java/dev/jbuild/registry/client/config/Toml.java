package dev.jbuild.registry.client.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.util.Map;

/// Reads TOML 1.0 as nested maps, lists, strings, numbers and booleans. Every message names the
/// line.
final class Toml {
  private static final int MAX_DEPTH = 16;

  private Toml() {}

  /// The document as nested maps.
  ///
  /// @throws IOException with the number of the line that cannot be read
  static Map<String, Object> parse(String text) throws IOException {
    TomlFactory factory = new TomlFactory();
    factory.setStreamReadConstraints(
        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    try {
      return new TomlMapper(factory).readValue(text, new TypeReference<>() {});
    } catch (JacksonException e) {
      JsonLocation place = e.getLocation();
      int line = place == null ? 1 : Math.max(1, place.getLineNr());
      throw new IOException("line " + line + ": " + e.getOriginalMessage(), e);
    }
  }
}
