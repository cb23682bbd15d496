package dev.jbuild.registry.server.exchange;

import dev.jbuild.image.Digest;

/// Entity tags of content that is named by its digest: the digest in quotes.
public final class EntityTags {
  private EntityTags() {}

  public static String of(Digest digest) {
    return "\"" + digest + "\"";
  }

  /// Whether the client has this content already, by `If-None-Match`.
  public static boolean matches(Request request, Digest digest) {
    for (String line : request.headers("If-None-Match")) {
      for (String element : line.split(",", -1)) {
        String tag = element.strip();
        tag = tag.startsWith("W/") ? tag.substring(2) : tag;
        if (tag.equals("*") || tag.equals(of(digest)) || tag.equals(digest.toString())) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether a range may be served, by `If-Range`.
  public static boolean allowsRange(Request request, Digest digest) {
    return request.header("If-Range").map(t -> t.strip().equals(of(digest))).orElse(true);
  }
}
