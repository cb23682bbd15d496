package dev.jbuild.image.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A JSON object read with type checks. A member that is absent or null is the same thing; a member
/// of another type than asked for is a [JsonException] that names its path.
public final class JsonObject {
  private final Map<String, @Nullable Object> members;
  private final String path;

  /// An object over members already in tree form; the map is not copied.
  public JsonObject(Map<String, @Nullable Object> members) {
    this(members, "");
  }

  private JsonObject(Map<String, @Nullable Object> members, String path) {
    this.members = members;
    this.path = path;
  }

  /// Starts an object to be written; members keep the order in which they are put.
  public static Builder builder() {
    return new Builder();
  }

  /// All members, in order, read only.
  public Map<String, @Nullable Object> members() {
    return Collections.unmodifiableMap(members);
  }

  public boolean has(String name) {
    return members.get(name) != null;
  }

  public Optional<String> string(String name) throws JsonException {
    return member(name, String.class, "a string");
  }

  /// The text of a member, empty when absent.
  public String text(String name) throws JsonException {
    return string(name).orElse("");
  }

  /// The text of a member that must be there.
  public String requireString(String name) throws JsonException {
    return string(name).orElseThrow(() -> missing(name));
  }

  public Optional<Long> integer(String name) throws JsonException {
    return member(name, Long.class, "an integer");
  }

  public long requireInteger(String name) throws JsonException {
    return integer(name).orElseThrow(() -> missing(name));
  }

  public Optional<Boolean> bool(String name) throws JsonException {
    return member(name, Boolean.class, "true or false");
  }

  public Optional<JsonObject> object(String name) throws JsonException {
    return member(name, JsonObject.class, "an object")
        .map(o -> new JsonObject(o.members, path(name)));
  }

  public JsonObject requireObject(String name) throws JsonException {
    return object(name).orElseThrow(() -> missing(name));
  }

  /// The objects of an array member, empty when absent.
  public List<JsonObject> objects(String name) throws JsonException {
    List<JsonObject> objects = new ArrayList<>();
    List<?> elements = list(name);
    for (int i = 0; i < elements.size(); i++) {
      JsonObject element = element(name, i, elements.get(i), JsonObject.class, "an object");
      objects.add(new JsonObject(element.members, path(name) + "[" + i + "]"));
    }
    return objects;
  }

  /// The strings of an array member, empty when absent.
  public List<String> strings(String name) throws JsonException {
    List<String> strings = new ArrayList<>();
    List<?> elements = list(name);
    for (int i = 0; i < elements.size(); i++) {
      strings.add(element(name, i, elements.get(i), String.class, "a string"));
    }
    return strings;
  }

  /// The members of an object member whose values are all strings, empty when absent.
  public Map<String, String> stringMap(String name) throws JsonException {
    Map<String, String> map = new LinkedHashMap<>();
    Optional<JsonObject> object = object(name);
    if (object.isPresent()) {
      for (String key : object.get().members.keySet()) {
        map.put(key, object.get().requireString(key));
      }
    }
    return map;
  }

  /// Reads the text of a member with a parser whose [IllegalArgumentException] becomes a
  /// [JsonException] that names the member.
  public <T> T parsed(String name, Function<String, T> parser) throws JsonException {
    String text = requireString(name);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new JsonException("member '" + path(name) + "': " + e.getMessage(), e);
    }
  }

  private List<?> list(String name) throws JsonException {
    return member(name, List.class, "an array").orElse(List.of());
  }

  private <T> T element(
      String name, int index, @Nullable Object value, Class<T> type, String expected)
      throws JsonException {
    if (!type.isInstance(value)) {
      throw new JsonException(
          "member '%s[%d]' is %s, expected %s"
              .formatted(path(name), index, describe(value), expected));
    }
    return type.cast(value);
  }

  private <T> Optional<T> member(String name, Class<T> type, String expected) throws JsonException {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new JsonException(
          "member '%s' is %s, expected %s".formatted(path(name), describe(value), expected));
    }
    return Optional.of(type.cast(value));
  }

  private JsonException missing(String name) {
    return new JsonException("member '" + path(name) + "' is missing");
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String s -> "a string";
      case Long l -> "an integer";
      case Double d -> "a number";
      case Boolean b -> "a boolean";
      case JsonObject o -> "an object";
      default -> "an array";
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject o && members.equals(o.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return new String(Json.bytes(this), java.nio.charset.StandardCharsets.UTF_8);
  }

  /// Collects members in order.
  public static final class Builder {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private Builder() {}

    /// Puts a value of the tree types, a map, or an iterable of them.
    public Builder put(String name, @Nullable Object value) {
      members.put(name, value);
      return this;
    }

    /// Puts a value unless it is empty: null, an empty string, collection, map or optional, or
    /// false.
    public Builder putIfPresent(String name, @Nullable Object value) {
      boolean absent =
          switch (value) {
            case null -> true;
            case String s -> s.isEmpty();
            case Collection<?> c -> c.isEmpty();
            case Map<?, ?> m -> m.isEmpty();
            case JsonObject o -> o.members.isEmpty();
            case Boolean b -> !b;
            default -> false;
          };
      return absent ? this : put(name, value);
    }

    public JsonObject build() {
      return new JsonObject(members);
    }
  }
}
