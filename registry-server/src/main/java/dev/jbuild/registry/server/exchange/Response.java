package dev.jbuild.registry.server.exchange;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The answer to a [Request]. For HEAD the listener sends the headers, length included, and closes
/// the body unread.
public record Response(int status, Map<String, String> headers, Body body) {

  public Response {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /// An answer without headers and body.
  public static Response of(int status) {
    return new Response(status, Map.of(), Body.NONE);
  }

  /// The same answer with a header more.
  public Response with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body);
  }

  /// The same answer under another status.
  public Response withStatus(int other) {
    return new Response(other, headers, body);
  }

  /// The same answer with a body and its media type.
  public Response with(String mediaType, Body content) {
    return new Response(status, with("Content-Type", mediaType).headers, content);
  }

  /// The same answer with a JSON body.
  public Response json(byte[] document) {
    return with("application/json", new Body.Bytes(document));
  }
}
