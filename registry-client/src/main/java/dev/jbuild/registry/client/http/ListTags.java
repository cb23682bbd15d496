package dev.jbuild.registry.client.http;

import dev.jbuild.image.Reference;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Redaction;
import dev.jbuild.registry.client.transport.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/// `GET /v2/NAME/tags/list`, page by page.
///
/// Follows the OCI distribution specification, "Listing Tags": the next page is in `Link`.
final class ListTags {
  private static final int MAX_PAGE = 16 << 20;
  private static final int MAX_PAGES = 1000;
  private static final Pattern NEXT =
      Pattern.compile("<([^>]{1,4000})>\\s*;[^,]*\\brel\\s*=\\s*\"?next\"?");

  private final Session session;

  ListTags(Session session) {
    this.session = session;
  }

  private record Page(List<String> tags, Optional<HttpUrl> next) {}

  List<String> run(Reference repository) throws RegistryException {
    String name = repository.familiarRepository();
    Task task =
        session.task(
            repository.domain(), "list the tags of '" + name + "'", "repository '" + name + "'");
    Optional<HttpUrl> url =
        Optional.of(task.endpoint().v2(repository.path() + "/tags/list").build());
    List<String> tags = new ArrayList<>();
    for (int pages = 0; url.isPresent() && pages < MAX_PAGES; pages++) {
      Request request =
          new Request.Builder().url(url.get()).header("Accept-Encoding", "identity").build();
      Page page =
          session.message(
              task, Scope.pull(repository.path()), request, response -> read(task, response));
      tags.addAll(page.tags());
      boolean stuck = page.tags().isEmpty() || page.next().equals(url);
      url = stuck ? Optional.empty() : page.next();
    }
    return tags;
  }

  private Page read(Task task, Response response) throws IOException {
    if (response.code() != 200) {
      throw session.failure(task, response);
    }
    byte[] body = session.answers().body(task, response, MAX_PAGE);
    try {
      return new Page(Json.parseObject(body).strings("tags"), next(task, response));
    } catch (JsonException e) {
      throw Session.malformed(
          task,
          response.request(),
          "no list of tags (" + Redaction.text(String.valueOf(e.getMessage())) + ")");
    }
  }

  private static Optional<HttpUrl> next(Task task, Response response) {
    return response.headers("Link").stream()
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(m -> response.request().url().resolve(m.group(1)))
        .filter(url -> url != null && task.endpoint().sameOrigin(url))
        .findFirst();
  }
}
