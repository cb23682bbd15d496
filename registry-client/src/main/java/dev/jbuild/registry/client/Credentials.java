package dev.jbuild.registry.client;

import java.util.Objects;

/// What identifies a user to a registry: a name and a password, an identity token that a token
/// server gave in place of the password, or a registry token. `toString` hides the secret.
///
/// @param username may be empty beside a token
/// @param secret the password or the token
public record Credentials(String username, String secret, Kind kind) {
  /// What the secret is.
  public enum Kind {
    PASSWORD,
    /// An OAuth2 refresh token, for which a token server gives tokens.
    IDENTITY_TOKEN,
    /// A token that the registry itself takes, as it is.
    REGISTRY_TOKEN
  }

  public Credentials {
    Objects.requireNonNull(username);
    Objects.requireNonNull(secret);
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("the password of user '" + username + "' is empty");
    }
    if (kind == Kind.PASSWORD && username.isEmpty()) {
      throw new IllegalArgumentException("the user name is empty");
    }
    if (kind == Kind.PASSWORD && username.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "user name '" + username + "' has a ':', which basic authentication cannot carry");
    }
  }

  /// A user name and a password.
  public static Credentials password(String username, String password) {
    return new Credentials(username, password, Kind.PASSWORD);
  }

  /// An identity token; the user name is for display only.
  public static Credentials identityToken(String username, String token) {
    return new Credentials(username, token, Kind.IDENTITY_TOKEN);
  }

  /// A token for the registry itself, which goes into each request that the registry wants a bearer
  /// token for.
  public static Credentials registryToken(String token) {
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("the registry token has characters that no token has");
    }
    return new Credentials("", token, Kind.REGISTRY_TOKEN);
  }

  /// Whether the secret is an identity token.
  public boolean identityToken() {
    return kind == Kind.IDENTITY_TOKEN;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case PASSWORD -> "password of '" + username + "'";
      case IDENTITY_TOKEN -> "identity token of '" + username + "'";
      case REGISTRY_TOKEN -> "registry token of docker's configuration";
    };
  }
}
