package dev.jbuild.registry.server.route;

/// The kinds of paths below `/v2/`.
public enum Resource {
  BASE,
  CATALOG,
  TAGS,
  MANIFEST,
  BLOB,
  UPLOADS,
  UPLOAD,
  REFERRERS
}
