package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.plan.Mount;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.Operation.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A RUN as an exec operation with its mounts: the root and mounts with a source by target, then
/// secrets, then SSH sockets.
final class GraphRun {

  private record SourceMount(String target, @Nullable GraphNode source, JsonObject content) {}

  private final GraphBuilder graph;
  private final Operation.Run run;
  private final JsonObject platform;
  private final GraphInputs inputs;
  private final List<GraphNode> visits = new ArrayList<>();

  GraphRun(GraphBuilder graph, Operation.Run run, JsonObject platform) {
    this.graph = graph;
    this.run = run;
    this.platform = platform;
    this.inputs = graph.newInputs();
  }

  GraphNode node(@Nullable GraphNode base) {
    List<Map<String, @Nullable Object>> mounts = new ArrayList<>();
    for (SourceMount mount : sourceMounts(base)) {
      GraphNode source = mount.source;
      int input = source == null ? -1 : inputs.indexOf(source);
      mount.content.putSet("input", input == 0 ? "" : String.valueOf(input));
      mounts.add(mount.content.put("dest", mount.target).map());
    }
    List<Map<String, @Nullable Object>> secretVariables = new ArrayList<>();
    List<String> environment = run.environment();
    List<Map<String, @Nullable Object>> sockets = new ArrayList<>();
    for (Mount mount : run.mounts()) {
      if (mount instanceof Mount.Secret secret) {
        addSecret(secret, mounts, secretVariables);
      } else if (mount instanceof Mount.Ssh ssh) {
        sockets.add(socket(ssh));
        if (environment.stream().noneMatch(e -> e.startsWith("SSH_AUTH_SOCK="))) {
          environment = new ArrayList<>(environment);
          environment.add("SSH_AUTH_SOCK=" + ssh.target());
        }
      }
    }
    mounts.addAll(sockets);
    JsonObject exec =
        new JsonObject()
            .put("meta", meta(environment))
            .put("mounts", mounts)
            .putSet("secretenv", secretVariables)
            .putSet("network", run.network() == Network.DEFAULT ? "" : run.network().name())
            .putSet("security", run.insecure() ? "INSECURE" : "")
            .putSet("cdiDevices", run.devices().stream().map(GraphRun::device).toList());
    JsonObject content = new JsonObject().put("exec", exec).put("platform", platform);
    return new GraphNode(run.step().label(), content, inputs.nodes(), visits);
  }

  private JsonObject meta(List<String> environment) {
    return new JsonObject()
        .put("args", run.arguments())
        .putSet("env", environment)
        .put("cwd", run.workingDirectory())
        .putSet("user", run.user())
        .put("removeMountStubsRecursive", true);
  }

  private List<SourceMount> sourceMounts(@Nullable GraphNode base) {
    List<SourceMount> mounts = new ArrayList<>();
    mounts.add(new SourceMount("/", base, new JsonObject()));
    for (Operation.Script script : run.scripts()) {
      GraphNode file = GraphFiles.makeFile(script.name(), script.content(), 0755);
      JsonObject content =
          new JsonObject().put("readonly", true).put("output", "-1").put("selector", "/");
      mounts.add(new SourceMount("/dev/pipes/", file, content));
    }
    for (Mount mount : run.mounts()) {
      switch (mount) {
        case Mount.Bind bind -> mounts.add(bind(bind));
        case Mount.Cache cache -> mounts.add(cache(cache));
        case Mount.Tmpfs tmpfs -> mounts.add(tmpfs(tmpfs));
        case Mount.Secret _, Mount.Ssh _ -> {}
      }
    }
    for (SourceMount mount : mounts) {
      GraphNode source = mount.source;
      if (source != null) {
        visits.add(source);
      }
    }
    mounts.sort(Comparator.comparing(SourceMount::target));
    return mounts;
  }

  private SourceMount bind(Mount.Bind bind) {
    JsonObject content =
        new JsonObject()
            .put("output", "-1")
            .putSet("readonly", !bind.writable())
            .putSet("selector", bind.source().equals("/") ? "" : bind.source());
    return new SourceMount(bind.target(), graph.origin(bind.from()), content);
  }

  private SourceMount cache(Mount.Cache cache) {
    GraphNode source = graph.origin(cache.from());
    String selector = cache.source().equals("/") ? "" : cache.source();
    if (selector.isEmpty() && (cache.uid() >= 0 || cache.gid() >= 0 || cache.mode() >= 0)) {
      source = GraphFiles.makeCache(cache.uid(), cache.gid(), cache.mode(), source);
      selector = "/cache";
    }
    String sharing = cache.sharing() == Mount.Sharing.SHARED ? "" : cache.sharing().name();
    JsonObject content =
        new JsonObject()
            .put("output", "-1")
            .put("mountType", "CACHE")
            .put("cacheOpt", new JsonObject().put("ID", cache.id()).putSet("sharing", sharing))
            .putSet("readonly", cache.readOnly())
            .putSet("selector", selector);
    return new SourceMount(cache.target(), source, content);
  }

  private static SourceMount tmpfs(Mount.Tmpfs tmpfs) {
    JsonObject size = new JsonObject();
    size.putSet("size", tmpfs.size() == 0 ? "" : String.valueOf(tmpfs.size()));
    JsonObject content =
        new JsonObject().put("output", "-1").put("mountType", "TMPFS").put("TmpfsOpt", size);
    return new SourceMount(tmpfs.target(), null, content);
  }

  private static void addSecret(
      Mount.Secret secret,
      List<Map<String, @Nullable Object>> mounts,
      List<Map<String, @Nullable Object>> variables) {
    secret
        .variable()
        .ifPresent(name ->
            variables.add(
                new JsonObject()
                    .put("ID", secret.id())
                    .put("name", name)
                    .putSet("optional", !secret.required())
                    .map()));
    JsonObject options =
        owned(secret.uid(), secret.gid(), secret.mode())
            .put("ID", secret.id())
            .putSet("optional", !secret.required());
    secret
        .target()
        .ifPresent(target ->
            mounts.add(
                new JsonObject()
                    .put("dest", target)
                    .put("input", "-1")
                    .put("mountType", "SECRET")
                    .put("secretOpt", options)
                    .map()));
  }

  private static Map<String, @Nullable Object> socket(Mount.Ssh ssh) {
    JsonObject options =
        owned(ssh.uid(), ssh.gid(), ssh.mode())
            .putSet("ID", ssh.id())
            .putSet("optional", !ssh.required());
    return new JsonObject()
        .put("dest", ssh.target())
        .put("input", "-1")
        .put("mountType", "SSH")
        .put("SSHOpt", options)
        .map();
  }

  private static JsonObject owned(int uid, int gid, int mode) {
    return new JsonObject().putSet("uid", uid).putSet("gid", gid).putSet("mode", mode);
  }

  private static Map<String, @Nullable Object> device(Operation.Device device) {
    return new JsonObject().put("name", device.name()).putSet("optional", !device.required()).map();
  }
}
