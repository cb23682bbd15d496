package dev.jbuild.registry.server.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a query, in order of appearance. `+` stands for itself: digests and tags never
/// hold blanks, and `application/vnd.x+json` must survive.
public final class Query {
  /// No parameters.
  public static final Query EMPTY = new Query(Map.of());

  private final Map<String, List<String>> parameters;

  private Query(Map<String, List<String>> parameters) {
    this.parameters = parameters;
  }

  /// Reads what follows the question mark.
  ///
  /// @throws IllegalArgumentException on a malformed percent escape
  public static Query parse(String raw) {
    if (raw.isEmpty()) {
      return EMPTY;
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!pair.isEmpty()) {
        parameters.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
      }
    }
    return new Query(parameters);
  }

  /// Resolves percent escapes as UTF-8.
  ///
  /// @throws IllegalArgumentException when one is malformed
  public static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    byte[] to = new byte[from.length];
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      if (from[i] != '%') {
        to[length++] = from[i];
        continue;
      }
      int high = i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
      int low = i + 2 < from.length ? Character.digit(from[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("'" + text + "' has a malformed percent escape");
      }
      to[length++] = (byte) ((high << 4) | low);
      i += 2;
    }
    return new String(to, 0, length, StandardCharsets.UTF_8);
  }

  public boolean has(String name) {
    return parameters.containsKey(name);
  }

  /// The first value of a parameter.
  public Optional<String> first(String name) {
    return Optional.ofNullable(parameters.get(name)).map(List::getFirst);
  }

  /// All values of a parameter.
  public List<String> all(String name) {
    return List.copyOf(parameters.getOrDefault(name, List.of()));
  }
}
