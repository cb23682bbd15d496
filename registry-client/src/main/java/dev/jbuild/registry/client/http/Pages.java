package dev.jbuild.registry.client.http;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Redaction;
import dev.jbuild.registry.client.transport.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/// Lists that come in pages: each says in `Link` where the next is, RFC 8288.
///
/// Pages of another host are not asked for, a page that leads back ends the list, and a list that
/// does not end is an error.
final class Pages {
  private static final int MAX_PAGE = 16 << 20;
  private static final int MAX_PAGES = 10_000;
  private static final int MAX_ELEMENTS = 2_000_000;

  /// Of all pages together: few elements can be long ones.
  private static final long MAX_BYTES = 64 << 20;

  /// Bounded in all parts: what a server sends must not keep the search busy for long.
  private static final Pattern NEXT =
      Pattern.compile(
          "<([^<>]{1,4000})>\\s{0,20};[^,<]{0,500}?\\brel\\s{0,20}=\\s{0,20}\"?next\"?");

  private final Session session;
  private final Task task;
  private final Scope scope;

  Pages(Session session, Task task, Scope scope) {
    this.session = session;
    this.task = task;
    this.scope = scope;
  }

  /// Takes the elements out of one page.
  @FunctionalInterface
  interface Reader<T> {
    List<T> read(JsonObject page) throws JsonException;
  }

  private record Page<T>(List<T> elements, int bytes, Optional<HttpUrl> next) {}

  /// The elements of all pages.
  ///
  /// @param what what a page is, for messages: `list of tags`
  <T> List<T> all(Request first, String what, Reader<T> reader) throws RegistryException {
    List<T> elements = new ArrayList<>();
    long bytes = 0;
    Set<HttpUrl> seen = new HashSet<>();
    Optional<HttpUrl> url = Optional.of(first.url());
    while (url.isPresent() && seen.add(url.get())) {
      if (seen.size() > MAX_PAGES || elements.size() > MAX_ELEMENTS || bytes > MAX_BYTES) {
        throw Session.malformed(task, first, "a " + what + " without an end");
      }
      Request request =
          first.newBuilder().url(url.get()).header("Accept-Encoding", "identity").build();
      Page<T> page =
          session.message(task, scope, request, response -> read(response, what, reader));
      elements.addAll(page.elements());
      bytes += page.bytes();
      url = page.elements().isEmpty() ? Optional.empty() : page.next();
    }
    return elements;
  }

  private <T> Page<T> read(Response response, String what, Reader<T> reader) throws IOException {
    if (response.code() != 200) {
      throw session.failure(task, response);
    }
    byte[] body = session.answers().body(task, response, MAX_PAGE);
    try {
      return new Page<>(reader.read(Json.parseObject(body)), body.length, next(response));
    } catch (JsonException e) {
      throw Session.malformed(
          task,
          response.request(),
          "no " + what + " (" + Redaction.text(String.valueOf(e.getMessage())) + ")");
    }
  }

  private Optional<HttpUrl> next(Response response) {
    return targets(response.headers("Link")).stream()
        .map(target -> response.request().url().resolve(target))
        .filter(url -> url != null && task.endpoint().sameOrigin(url))
        .findFirst();
  }

  /// Where the fields say that the next page is, relative or not.
  static List<String> targets(List<String> fields) {
    return fields.stream().map(NEXT::matcher).filter(Matcher::find).map(m -> m.group(1)).toList();
  }
}
