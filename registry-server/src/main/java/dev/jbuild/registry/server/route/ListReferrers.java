package dev.jbuild.registry.server.route;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Body;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.manifest.Manifests;
import dev.jbuild.registry.server.manifest.StoredManifest;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.Tag;
import dev.jbuild.registry.server.store.RepositoryIndex;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// end-12: lists the manifests that refer to a digest, as an index; an empty one when there are
/// none. Those that clients without this endpoint have listed under the tag `ALGORITHM-HEX` are
/// included, as the specification's section "Enabling the Referrers API" asks.
final class ListReferrers implements Endpoint {
  private final Manifests manifests;
  private final RepositoryIndex index;

  ListReferrers(Manifests manifests, RepositoryIndex index) {
    this.manifests = manifests;
    this.index = index;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    Digest subject = target.digest();
    Map<Digest, Descriptor> found = new TreeMap<>();
    for (Descriptor listed : listedByTag(target.repository(), subject)) {
      found.put(listed.digest(), listed);
    }
    for (Descriptor referrer : index.referrers(target.repository(), subject)) {
      found.put(referrer.digest(), referrer);
    }
    Collection<Descriptor> shown = found.values();
    Response response = Response.of(200);
    Optional<String> type = request.query().first("artifactType");
    if (type.isPresent()) {
      shown = shown.stream().filter(d -> d.artifactType().equals(type.get())).toList();
      response = response.with("OCI-Filters-Applied", "artifactType");
    }
    byte[] body = ImageJson.encode(ImageIndex.of(MediaTypes.OCI_INDEX, List.copyOf(shown))).bytes();
    return response.with(MediaTypes.OCI_INDEX, new Body.Bytes(body));
  }

  private List<Descriptor> listedByTag(RepositoryName repository, Digest subject)
      throws IOException {
    String name = subject.algorithm().id() + "-" + subject.hex();
    if (name.length() > Tag.MAX_LENGTH) {
      name = name.substring(0, Tag.MAX_LENGTH);
    }
    Optional<StoredManifest> listed = manifests.find(repository, new Tag(name));
    if (listed.isEmpty() || !MediaTypes.isIndex(listed.get().mediaType())) {
      return List.of();
    }
    try {
      return ImageJson.manifest(listed.get().bytes(), listed.get().mediaType()).value()
              instanceof ImageIndex i
          ? i.manifests()
          : List.of();
    } catch (JsonException e) {
      throw new IOException("index under tag '%s' is damaged".formatted(name), e);
    }
  }
}
