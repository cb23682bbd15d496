package dev.jbuild.builder;

import dev.jbuild.builder.image.ConfigMapping;
import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Instructions that change nothing but a configuration, as `import --change` takes them.
public final class ConfigChanges {
  private static final Set<String> ALLOWED =
      Set.of(
          "CMD",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "HEALTHCHECK",
          "LABEL",
          "ONBUILD",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");

  private ConfigChanges() {}

  /// The configuration that instructions make of an empty one, applied in their order.
  ///
  /// @throws IllegalArgumentException naming the first instruction that is wrong, and why
  public static ContainerConfig of(List<String> changes) throws IOException {
    ContainerConfig config = planned(changes);
    // a build from scratch sets a default PATH and directory, a change of a configuration does not
    ContainerConfig defaults = planned(List.of());
    List<String> env = new ArrayList<>(config.env());
    env.removeAll(defaults.env());
    boolean stays = config.workingDir().equals(defaults.workingDir());
    return config.toBuilder().env(env).workingDir(stays ? "" : config.workingDir()).build();
  }

  private static ContainerConfig planned(List<String> changes) throws IOException {
    StringBuilder text = new StringBuilder("FROM scratch\n");
    for (String change : changes) {
      check(change);
      text.append(change).append('\n');
    }
    try {
      Dockerfile file =
          Dockerfile.parse("changes", text.toString().getBytes(StandardCharsets.UTF_8));
      return ConfigMapping.toImage(
          Planner.plan(
                  file,
                  PlanOptions.forPlatform(Platform.host().toString()),
                  (name, platform, where) -> {
                    throw new IOException("an image cannot be named here: " + name);
                  })
              .target()
              .config());
    } catch (DockerfileException e) {
      Diagnostic first = e.diagnostics().getFirst();
      int index = first.range().startLine() - 2;
      String change = index < 0 || index >= changes.size() ? "" : " '" + changes.get(index) + "'";
      throw new IllegalArgumentException("change" + change + ": " + first.message(), e);
    }
  }

  private static void check(String change) {
    String name = change.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
    if (!ALLOWED.contains(name)) {
      throw new IllegalArgumentException(
          "change '"
              + change
              + "': only "
              + String.join(", ", ALLOWED.stream().sorted().toList())
              + " can change a configuration");
    }
    if (change.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("change '" + change + "' has more than one line");
    }
  }
}
