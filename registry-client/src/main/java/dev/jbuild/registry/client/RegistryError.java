package dev.jbuild.registry.client;

import java.util.Objects;

/// One entry of the list of errors in a registry's answer.
///
/// Follows the OCI distribution specification, "Error Codes". Message and detail are empty when the
/// registry left them out; all three are cut to a sane length and free of control characters.
public record RegistryError(String code, String message, String detail) {
  public RegistryError {
    Objects.requireNonNull(code);
    Objects.requireNonNull(message);
    Objects.requireNonNull(detail);
  }

  @Override
  public String toString() {
    return message.isEmpty() ? code : code + ": " + message;
  }
}
