package dev.jbuild.registry.server.route;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.Tag;
import dev.jbuild.registry.server.store.RepositoryIndex;
import java.io.IOException;
import java.util.List;

/// end-8: lists the tags of a repository in ASCII order.
final class ListTags implements Endpoint {
  private final RepositoryIndex index;

  ListTags(RepositoryIndex index) {
    this.index = index;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    RepositoryName repository = target.repository();
    Page page = Page.of(request.query());
    if (!index.exists(repository)) {
      throw RegistryFault.of(ErrorCode.NAME_UNKNOWN).withDetail("name", repository.value());
    }
    List<Tag> fetched = index.tags(repository, page.after(), page.fetch());
    byte[] body =
        Json.bytes(
            JsonObject.builder()
                .put("name", repository.value())
                .put("tags", page.shown(fetched).stream().map(Tag::value).toList())
                .build());
    return page.link(Response.of(200).json(body), "/v2/" + repository + "/tags/list", fetched);
  }
}
