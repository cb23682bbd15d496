package dev.jbuild.registry.client.http;

import dev.jbuild.image.Reference;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.SearchResult;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Redaction;
import dev.jbuild.registry.client.transport.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/// `GET /v1/search`: repositories by words.
///
/// Follows the Docker registry's first interface, which Docker Hub and repository managers still
/// answer for searches. Other registries have a catalog only, which is looked through here.
final class Search {
  private static final String HUB_SEARCH_HOST = "index.docker.io";
  private static final int MAX_ANSWER = 8 << 20;

  private final Session session;

  Search(Session session) {
    this.session = session;
  }

  List<SearchResult> run(String domain, String words, int limit) throws RegistryException {
    Task task =
        session.task(
            domain, "search registry '" + domain + "' for '" + words + "'", "the search interface");
    boolean hub = domain.equals(Reference.DEFAULT_DOMAIN);
    HttpUrl.Builder url =
        task.endpoint()
            .base()
            .newBuilder()
            .encodedPath("/v1/search")
            .addQueryParameter("q", words)
            .addQueryParameter("n", Integer.toString(limit));
    if (hub) {
      url.host(HUB_SEARCH_HOST);
    }
    Request request =
        new Request.Builder().url(url.build()).header("Accept-Encoding", "identity").build();
    Optional<List<SearchResult>> found =
        session.message(task, Scope.NONE, request, response -> read(task, hub, response));
    return (found.isPresent() ? found.get() : inCatalog(domain, words))
        .stream().limit(limit).toList();
  }

  /// What was found; nothing where there is no search, which registries say in many ways.
  private Optional<List<SearchResult>> read(Task task, boolean hub, Response response)
      throws IOException {
    if (response.code() != 200) {
      if (hub || response.code() == 429 || response.code() >= 500) {
        throw session.failure(task, response);
      }
      return Optional.empty();
    }
    byte[] body = session.answers().body(task, response, MAX_ANSWER);
    try {
      JsonObject json = Json.parseObject(body);
      if (!hub && !json.has("results")) {
        return Optional.empty();
      }
      List<SearchResult> results = new ArrayList<>();
      for (JsonObject result : json.objects("results")) {
        results.add(result(result));
      }
      return Optional.of(results);
    } catch (JsonException e) {
      if (!hub) {
        return Optional.empty();
      }
      throw Session.malformed(
          task,
          response.request(),
          "no search results (" + Redaction.text(String.valueOf(e.getMessage())) + ")");
    }
  }

  private static SearchResult result(JsonObject json) throws JsonException {
    return new SearchResult(
        Redaction.text(json.requireString("name")),
        Redaction.text(json.text("description")),
        json.integer("star_count").orElse(0L),
        json.bool("is_official").orElse(false),
        json.bool("is_automated").orElse(false));
  }

  private List<SearchResult> inCatalog(String domain, String words) throws RegistryException {
    String wanted = words.toLowerCase(Locale.ROOT);
    return new ListCatalog(session)
        .run(domain).stream()
            .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
            .map(SearchResult::named)
            .toList();
  }
}
