package dev.jbuild.registry.client.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a token server gave.
///
/// @param expires when to ask for another, by this machine's clock
/// @param refreshToken stands for the password in later requests, when one was asked for and given
record Token(String value, Instant expires, @Nullable String refreshToken) {
  @Override
  public String toString() {
    return "token until " + expires;
  }
}
