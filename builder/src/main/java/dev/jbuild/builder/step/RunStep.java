package dev.jbuild.builder.step;

import dev.jbuild.builder.ExecRequest;
import dev.jbuild.builder.ExecResult;
import dev.jbuild.builder.Executor;
import dev.jbuild.builder.NetworkMode;
import dev.jbuild.builder.cache.CacheKey;
import dev.jbuild.builder.copy.Copier;
import dev.jbuild.builder.progress.OutputLines;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.image.Environment;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Accounts;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `RUN`: a command in the root that the steps before it made. What it changes becomes the layer.
public final class RunStep implements Work {
  private static final String HOSTNAME = "buildkitsandbox";
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Operation.Run operation;
  private final String platform;
  private final Snapshot parent;
  private final RunMounts mounts;
  private final Executor executor;
  private final Instant now;
  private final @Nullable Instant latest;

  /// @param latest shown to the command as SOURCE_DATE_EPOCH, if not null
  public RunStep(
      Operation.Run operation,
      String platform,
      Snapshot parent,
      RunMounts mounts,
      Executor executor,
      Instant now,
      @Nullable Instant latest) {
    this.operation = operation;
    this.platform = platform;
    this.parent = parent;
    this.mounts = mounts;
    this.executor = executor;
    this.now = now;
    this.latest = latest;
  }

  @Override
  public CacheKey key() throws IOException, StepException, InterruptedException {
    return new CacheKey(
        JsonObject.builder()
            .put("kind", "run")
            .put("parent", parent.chain())
            .put("arguments", operation.arguments())
            .put("environment", operation.environment())
            .put("directory", operation.workingDirectory())
            .put("user", operation.user())
            .put("network", operation.network().name())
            .put("platform", platform)
            .put("mounts", mounts.keys())
            .put(
                "scripts",
                operation.scripts().stream().map(s -> s.name() + "\n" + s.content()).toList())
            .build());
  }

  @Override
  public Optional<CacheKey> contentKey() {
    return Optional.empty();
  }

  @Override
  public List<Layer> parents() throws IOException, InterruptedException {
    return parent.layers();
  }

  @Override
  public void carryOut(LayerDraft draft, Running running)
      throws IOException, StepException, InterruptedException {
    Accounts.Account account = account(draft);
    String directory = new Copier(draft, null, null, now).directory(operation.workingDirectory());
    try (RunMounts.Ready ready = mounts.prepare()) {
      MountPoints points = MountPoints.before(draft, parents(), ready.mounts());
      OutputLines output = new OutputLines(running);
      ExecResult result =
          executor.execute(
              new ExecRequest(
                  draft.parents().reversed().stream().map(Layer::directory).toList(),
                  draft.directory(),
                  draft.workDirectory(),
                  operation.arguments(),
                  environment(account, ready),
                  directory,
                  user(account),
                  NetworkMode.valueOf(operation.network().name()),
                  ready.mounts(),
                  HOSTNAME),
              output);
      output.finish();
      if (result.exitCode() != 0) {
        throw failed(result, output);
      }
      points.removeUnused();
    }
  }

  private Accounts.Account account(LayerDraft draft) throws IOException, StepException {
    try {
      return Accounts.of(draft.view()).find(operation.user());
    } catch (IllegalArgumentException e) {
      throw new StepException(String.valueOf(e.getMessage()));
    }
  }

  private static ExecRequest.User user(Accounts.Account account) {
    List<Integer> groups = account.groups().stream().map(Math::toIntExact).toList();
    return new ExecRequest.User(
        Math.toIntExact(account.uid()), Math.toIntExact(account.gid()), groups);
  }

  private List<String> environment(Accounts.Account account, RunMounts.Ready ready) {
    List<String> environment = new ArrayList<>(operation.environment());
    add(environment, operation.proxyEnvironment());
    add(environment, ready.environment());
    if (latest != null) {
      addMissing(environment, "SOURCE_DATE_EPOCH", Long.toString(latest.getEpochSecond()));
    }
    addMissing(environment, "PATH", DEFAULT_PATH);
    addMissing(environment, "HOME", account.home());
    return environment;
  }

  private static void add(List<String> environment, List<String> more) {
    for (String entry : more) {
      addMissing(environment, Environment.nameOf(entry), Environment.valueOf(entry));
    }
  }

  private static void addMissing(List<String> environment, String name, String value) {
    if (environment.stream().noneMatch(e -> Environment.nameOf(e).equals(name))) {
      environment.add(name + "=" + value);
    }
  }

  private StepException failed(ExecResult result, OutputLines output) {
    String command = String.join(" ", operation.arguments());
    String shown = command.lines().findFirst().orElse("");
    String why =
        switch (result.exitCode()) {
          case 126 -> ": the command is there but cannot be run";
          case 127 -> ": a command was not found in the image";
          default -> "";
        };
    return new StepException(
        "'%s' ended with exit code %d%s%s"
            .formatted(
                shown.equals(command) ? shown : shown + " ...",
                result.exitCode(),
                result.outOfMemory() ? ": the memory limit was reached" : "",
                result.outOfMemory() ? "" : why),
        output.last(),
        result.exitCode());
  }
}
