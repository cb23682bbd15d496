package dev.jbuild.image.json;

import java.io.IOException;

/// Bytes that are not the JSON document they should be: malformed, too deep, or a member of the
/// wrong type. The message names the member by its path, such as `layers[3].digest`.
public final class JsonException extends IOException {
  public JsonException(String message) {
    super(message);
  }

  public JsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
