package dev.jbuild.registry.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request to a registry that did not succeed.
///
/// Carries what was asked (method and URL without credentials or query values), what came back
/// (status, 0 when there was no answer, and the registry's own errors) and, as [#reason()], what
/// the caller can do about it. The message says it all in one line.
public final class RegistryException extends IOException {

  /// Why a request failed, by what can be done about it.
  public enum Reason {
    /// The host could not be found or connected to.
    UNREACHABLE,
    /// The host's certificate is not trusted, has expired or is for another name.
    UNTRUSTED,
    /// Credentials are missing or wrong: log in.
    UNAUTHORIZED,
    /// The credentials are good but do not allow this.
    DENIED,
    /// The repository, tag, manifest or blob is not there.
    NOT_FOUND,
    /// The registry wants fewer requests: wait.
    RATE_LIMITED,
    /// The registry failed (5xx): try later.
    UNAVAILABLE,
    /// The registry understood and refused the request.
    REFUSED,
    /// The answer breaks the protocol or does not match its digest or size.
    MALFORMED,
    /// The connection broke or stalled in the middle of a transfer.
    BROKEN,
    /// The calling thread was interrupted or the client was closed.
    CANCELLED,
    /// Something on this side failed: a local file, a credential helper.
    LOCAL
  }

  private final String message;
  private final Reason reason;
  private final String method;
  private final String url;
  private final int status;
  private final transient List<RegistryError> errors;
  private final @Nullable Duration retryAfter;

  /// A failure with an answer from the registry, or with `status` 0 without one.
  ///
  /// @param url already redacted
  /// @param retryAfter how long the registry asks to wait, if it does
  public RegistryException(
      Reason reason,
      String message,
      String method,
      String url,
      int status,
      List<RegistryError> errors,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.message = message;
    this.reason = reason;
    this.method = method;
    this.url = url;
    this.status = status;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  /// A failure before any request was sent.
  public static RegistryException local(String message, @Nullable Throwable cause) {
    return new RegistryException(Reason.LOCAL, message, "", "", 0, List.of(), null, cause);
  }

  /// One line that says all of it.
  @Override
  public String getMessage() {
    return message;
  }

  public Reason reason() {
    return reason;
  }

  /// The HTTP method, empty when no request was made.
  public String method() {
    return method;
  }

  /// The URL without user information and with the values of its query hidden.
  public String url() {
    return url;
  }

  /// The HTTP status, 0 when there was no answer.
  public int status() {
    return status;
  }

  /// The errors that the registry sent, possibly none.
  public List<RegistryError> errors() {
    return errors;
  }

  /// How long the registry asked to wait before the next try.
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /// Whether the same request can succeed when it is repeated later.
  public boolean temporary() {
    return switch (reason) {
      case UNREACHABLE, RATE_LIMITED, UNAVAILABLE, BROKEN -> true;
      case UNTRUSTED, UNAUTHORIZED, DENIED, NOT_FOUND, REFUSED, MALFORMED, CANCELLED, LOCAL ->
          false;
    };
  }
}
