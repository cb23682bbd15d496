package dev.jbuild.registry.server.auth;

/// The user behind a request; an empty name is anybody.
public record Identity(String user) {
  public static final Identity ANYBODY = new Identity("");
}
