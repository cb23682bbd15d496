package dev.jbuild.registry.client;

import java.util.Objects;

/// What identifies a user to a registry: a name and a password, or an identity token that a token
/// server gave in place of the password. `toString` hides the secret.
///
/// @param username may be empty beside an identity token
/// @param secret the password, or the identity token
/// @param identityToken whether the secret is an identity token (an OAuth2 refresh token)
public record Credentials(String username, String secret, boolean identityToken) {
  public Credentials {
    Objects.requireNonNull(username);
    Objects.requireNonNull(secret);
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("the password of user '" + username + "' is empty");
    }
    if (!identityToken && username.isEmpty()) {
      throw new IllegalArgumentException("the user name is empty");
    }
    if (!identityToken && username.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "user name '" + username + "' has a ':', which basic authentication cannot carry");
    }
  }

  /// A user name and a password.
  public static Credentials password(String username, String password) {
    return new Credentials(username, password, false);
  }

  /// An identity token; the user name is for display only.
  public static Credentials identityToken(String username, String token) {
    return new Credentials(username, token, true);
  }

  @Override
  public String toString() {
    return (identityToken ? "identity token" : "password") + " of '" + username + "'";
  }
}
