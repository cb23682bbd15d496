package dev.jbuild.registry.server.route;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.store.RepositoryIndex;
import java.io.IOException;
import java.util.List;

/// Lists all repositories, as Docker's registry does; the specification has no such endpoint.
final class ListCatalog implements Endpoint {
  private final RepositoryIndex index;

  ListCatalog(RepositoryIndex index) {
    this.index = index;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    Page page = Page.of(request.query());
    List<RepositoryName> fetched = index.repositories(page.after(), page.fetch());
    byte[] body =
        Json.bytes(
            JsonObject.builder()
                .put(
                    "repositories",
                    page.shown(fetched).stream().map(RepositoryName::value).toList())
                .build());
    return page.link(Response.of(200).json(body), "/v2/_catalog", fetched);
  }
}
