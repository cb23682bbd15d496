package dev.jbuild.image.json;

import org.jspecify.annotations.Nullable;

/// JSON bytes to trees and back. A tree is made of [JsonObject], [List], [String], [Long],
/// [Double], [Boolean] and null; members keep their order.
///
/// Reading is strict (RFC 8259) and bounded: 64 levels, strings of 16 MiB, numbers of 100 digits,
/// and duplicate members are refused. The caller bounds the size of the document itself.
public final class Json {
  private Json() {}

  /// Reads one JSON value that fills the input.
  ///
  /// @throws JsonException when the bytes are not exactly one JSON value within the bounds
  public static @Nullable Object parse(byte[] bytes) throws JsonException {
    return new JsonReader(bytes).document();
  }

  /// Reads a document that is one JSON object.
  ///
  /// @throws JsonException when it is anything else
  public static JsonObject parseObject(byte[] bytes) throws JsonException {
    if (parse(bytes) instanceof JsonObject object) {
      return object;
    }
    throw new JsonException("malformed JSON: the document is not an object");
  }

  /// The compact encoding of a tree, as stored and digested.
  public static byte[] bytes(@Nullable Object tree) {
    return new JsonWriter(false).write(tree);
  }

  /// The encoding of a tree with four-space indentation, for people.
  public static byte[] pretty(@Nullable Object tree) {
    return new JsonWriter(true).write(tree);
  }
}
