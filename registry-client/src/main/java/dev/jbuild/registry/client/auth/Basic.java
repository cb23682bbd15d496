package dev.jbuild.registry.client.auth;

import dev.jbuild.registry.client.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Basic authorization. Follows RFC 7617, in UTF-8.
final class Basic {
  private Basic() {}

  static String header(Credentials credentials) {
    String pair = credentials.username() + ":" + credentials.secret();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
