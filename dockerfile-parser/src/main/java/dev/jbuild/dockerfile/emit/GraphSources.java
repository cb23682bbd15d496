package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.plan.CopySource;
import java.util.List;

/// Operations that bring something in.
final class GraphSources {

  private GraphSources() {}

  private static JsonObject source(String identifier, JsonObject attributes) {
    return new JsonObject().put("identifier", identifier).putSet("attrs", attributes);
  }

  static JsonObject platform(String text) {
    String[] parts = text.split("/");
    return new JsonObject()
        .put("OS", parts[0])
        .put("Architecture", parts[1])
        .putSet("Variant", parts.length > 2 ? parts[2] : "");
  }

  static GraphNode image(String reference, String platform, String label) {
    JsonObject content =
        new JsonObject()
            .put("source", source("docker-image://" + reference, new JsonObject()))
            .put("platform", platform(platform));
    return new GraphNode(label, content, List.of());
  }

  static GraphNode context(List<String> paths) {
    JsonObject attributes =
        new JsonObject()
            .put("local.sharedkeyhint", "context")
            .putSet("local.followpaths", paths.isEmpty() ? "" : JsonText.write(paths));
    JsonObject content = new JsonObject().put("source", source("local://context", attributes));
    return new GraphNode("[internal] load build context", content, List.of());
  }

  static GraphNode namedContext(String name) {
    JsonObject attributes = new JsonObject().put("local.sharedkeyhint", name);
    JsonObject content = new JsonObject().put("source", source("local://" + name, attributes));
    return new GraphNode("[context " + name + "] load from client", content, List.of());
  }

  static GraphNode http(String url, String fileName, String checksum, String label) {
    JsonObject attributes =
        new JsonObject().put("http.filename", fileName).putSet("http.checksum", checksum);
    return new GraphNode(label, new JsonObject().put("source", source(url, attributes)), List.of());
  }

  static GraphNode git(CopySource.Git git, String label) {
    String url = git.url();
    int hash = url.indexOf('#');
    String remote = hash < 0 ? url : url.substring(0, hash);
    boolean scp = !remote.contains("://");
    String host =
        scp
            ? remote.substring(remote.indexOf('@') + 1).replaceFirst(":", "/")
            : remote.substring(remote.indexOf("://") + 3);
    boolean ssh = scp || remote.startsWith("ssh://");
    boolean http = remote.startsWith("http");
    JsonObject attributes =
        new JsonObject()
            .put("git.fullurl", remote)
            .putSet("git.authheadersecret", http || scp ? "GIT_AUTH_HEADER" : "")
            .putSet("git.authtokensecret", http || scp ? "GIT_AUTH_TOKEN" : "")
            .putSet("git.mountsshsock", ssh ? "default" : "")
            .putSet("git.keepgitdir", git.keepGitDirectory() ? "true" : "")
            .putSet("git.skipsubmodules", git.submodules() ? "" : "true")
            .putSet("git.checksum", git.checksum().orElse(""));
    String identifier = "git://" + host + (hash < 0 ? "" : url.substring(hash));
    return new GraphNode(
        label, new JsonObject().put("source", source(identifier, attributes)), List.of());
  }
}
