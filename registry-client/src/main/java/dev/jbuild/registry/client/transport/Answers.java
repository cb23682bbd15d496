package dev.jbuild.registry.client.transport;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.RegistryError;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Reads answers within bounds, and unsuccessful ones as a [RegistryException].
public final class Answers {
  private static final int MAX_ERROR_BODY = 64 << 10;
  private static final int MAX_ERRORS = 20;

  private final InstantSource clock;
  private final Duration patience;
  private final Proxies proxies;

  /// @param patience how long the body of an unsuccessful answer may take
  Answers(InstantSource clock, Duration patience, Proxies proxies) {
    this.clock = clock;
    this.patience = patience;
    this.proxies = proxies;
  }

  /// The whole body, which must not be longer than the limit.
  public byte[] body(Task task, Response response, int limit) throws IOException {
    byte[] bytes = decoded(response).readNBytes(limit + 1);
    if (bytes.length > limit) {
      String found = "the answer is larger than the limit of " + limit + " bytes";
      throw Failures.malformed(task, response.request().method(), response.request().url(), found);
    }
    return bytes;
  }

  /// The body's bytes. Some proxies compress answers although nobody asked for that.
  private static InputStream decoded(Response response) throws IOException {
    InputStream body = response.body().byteStream();
    return "gzip".equalsIgnoreCase(response.header("Content-Encoding"))
        ? new GZIPInputStream(body)
        : body;
  }

  /// The failure that an unsuccessful answer stands for.
  public RegistryException failure(Task task, Response response) {
    List<RegistryError> errors = errors(response);
    Reason reason = reason(response.code(), errors);
    return new RegistryException(
        reason,
        task.failed() + found(task, reason, response, errors),
        response.request().method(),
        Redaction.of(response.request().url()),
        response.code(),
        errors,
        retryAfter(response).orElse(null),
        null);
  }

  private static Reason reason(int status, List<RegistryError> errors) {
    if (status == 429 || has(errors, "TOOMANYREQUESTS")) {
      return Reason.RATE_LIMITED;
    }
    if (status >= 500) {
      return Reason.UNAVAILABLE;
    }
    return switch (status) {
      case 401 -> has(errors, "DENIED") ? Reason.DENIED : Reason.UNAUTHORIZED;
      case 403 -> Reason.DENIED;
      case 404 -> Reason.NOT_FOUND;
      default -> status >= 400 ? Reason.REFUSED : Reason.MALFORMED;
    };
  }

  private String found(Task task, Reason reason, Response response, List<RegistryError> errors) {
    String said = said(response, errors);
    Optional<Proxies.Named> proxy = proxies.named(response.request().url());
    if (response.code() == 407 && proxy.isPresent()) {
      return Failures.proxyRefuses(proxy.get(), said);
    }
    String orProxy = proxy.map(p -> ", or " + p + " did").orElse("");
    return switch (reason) {
      case NOT_FOUND -> notFound(task, response, errors, said);
      case DENIED ->
          "%s denies it (%s); check that the name is right and that your account may do this"
              .formatted(task.registry(), said);
      case UNAUTHORIZED ->
          "%s wants credentials (%s); log in with 'jbuild login %s'"
              .formatted(task.registry(), said, task.endpoint().domain());
      case RATE_LIMITED ->
          task.registry() + " wants fewer requests (" + said + "); " + wait(response);
      case UNAVAILABLE ->
          task.registry() + " failed (" + said + ")" + orProxy + "; try again later";
      default -> task.registry() + " refused it (" + said + ")";
    };
  }

  private static String notFound(
      Task task, Response response, List<RegistryError> errors, String said) {
    if (isHtml(response)) {
      return "%s answers with a web page (%s); check that the name is that of a registry"
          .formatted(task.registry(), said);
    }
    String missing = has(errors, "NAME_UNKNOWN") ? "the repository" : task.missing();
    return "%s is not in %s (%s)".formatted(missing, task.registry(), said);
  }

  private String wait(Response response) {
    return retryAfter(response)
        .map(d -> "try again in " + Math.max(1, d.toSeconds()) + " s")
        .orElse("try again later, or log in if you have not");
  }

  private static String said(Response response, List<RegistryError> errors) {
    String status = "HTTP status " + response.code();
    return errors.isEmpty() ? status : errors.getFirst() + ", " + status;
  }

  private static boolean has(List<RegistryError> errors, String code) {
    return errors.stream().anyMatch(e -> e.code().equals(code));
  }

  /// Whether the answer is for browsers: then something other than a registry answered.
  public static boolean isHtml(Response response) {
    String type = response.header("Content-Type");
    return type != null && type.toLowerCase(java.util.Locale.ROOT).startsWith("text/html");
  }

  private List<RegistryError> errors(Response response) {
    try {
      response.body().source().timeout().deadline(patience.toNanos(), TimeUnit.NANOSECONDS);
      byte[] body = decoded(response).readNBytes(MAX_ERROR_BODY);
      return body.length == 0 ? List.of() : errors(Json.parseObject(body));
    } catch (IOException _) {
      // The status alone must do: a body that is no JSON, was cut, or broke off says nothing.
      return List.of();
    }
  }

  private static List<RegistryError> errors(JsonObject json) throws JsonException {
    List<RegistryError> errors = new ArrayList<>();
    if (json.has("errors")) {
      for (JsonObject error : json.objects("errors")) {
        if (errors.size() < MAX_ERRORS) {
          errors.add(
              new RegistryError(
                  Redaction.text(error.text("code")),
                  Redaction.text(error.text("message")),
                  detail(error.members().get("detail"))));
        }
      }
    } else if (json.has("message") || json.has("details")) {
      // Token servers and proxies answer with a bare message.
      String message = json.has("details") ? json.text("details") : json.text("message");
      errors.add(new RegistryError("message", Redaction.text(message), ""));
    }
    return errors;
  }

  private static String detail(@Nullable Object detail) {
    return switch (detail) {
      case null -> "";
      case String text -> Redaction.text(text);
      default -> Redaction.text(detail.toString());
    };
  }

  /// How long the answer asks to wait: seconds or a date.
  private Optional<Duration> retryAfter(Response response) {
    String value = response.header("Retry-After");
    if (value == null) {
      return Optional.empty();
    }
    if (value.strip().matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())));
    }
    try {
      Instant until =
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
