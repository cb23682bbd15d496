package dev.jbuild.registry.server.error;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request that cannot be done, for a reason that its client may know. Thrown by whatever finds
/// out, turned into an answer in one place.
///
/// An answer lists one error for each detail; without details it lists one error.
public final class RegistryFault extends Exception {
  private final ErrorCode code;
  private final int status;
  private final List<Map<String, String>> details;
  private final Map<String, String> headers;

  private RegistryFault(
      ErrorCode code,
      int status,
      String message,
      List<Map<String, String>> details,
      Map<String, String> headers) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
    this.headers = headers;
  }

  /// A fault with the code's own message.
  public static RegistryFault of(ErrorCode code) {
    return of(code, code.message());
  }

  /// A fault with a message of its own.
  public static RegistryFault of(ErrorCode code, String message) {
    return new RegistryFault(code, code.status(), message, List.of(), Map.of());
  }

  /// The same fault with an error in its answer for each of these details.
  public RegistryFault withDetails(List<Map<String, String>> each) {
    return new RegistryFault(code, status, text(), List.copyOf(each), headers);
  }

  /// The same fault with one detail.
  public RegistryFault withDetail(String name, String value) {
    return withDetails(List.of(Map.of(name, value)));
  }

  /// The same fault answered with another status than the code's.
  public RegistryFault withStatus(int other) {
    return new RegistryFault(code, other, text(), details, headers);
  }

  /// The same fault with one more header in its answer.
  public RegistryFault withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new RegistryFault(code, status, text(), details, more);
  }

  public ErrorCode code() {
    return code;
  }

  public int status() {
    return status;
  }

  /// What went wrong, never null.
  public String text() {
    String message = getMessage();
    return message == null ? code.message() : message;
  }

  public List<Map<String, String>> details() {
    return details;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
