package dev.jbuild.builder;

import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What to build, from what, and how.
///
/// @param context the directory that `COPY` and `ADD` read
/// @param dockerfileOrNull the Dockerfile, null for `Dockerfile` in the context
/// @param sourceOrNull the Dockerfile as text, which goes before any file
/// @param names names that the image gets, possibly none
/// @param target name or index of the stage to build, empty for the last one
/// @param buildArgs values for `ARG`
/// @param labels labels added to the image
/// @param noCache whether every step is carried out whatever the cache holds
/// @param network the network of `RUN` steps that do not say otherwise
/// @param secrets files that `RUN --mount=type=secret` may ask for, by id; never in keys or layers
/// @param sourceDateEpochOrNull when given, no time in the image is later than this
/// @param extras whether the Dockerfile may use what only jbuild knows, even if it does not say so
/// @param parallelism how many steps may run at once, at least 1
public record BuildRequest(
    Path context,
    @Nullable Path dockerfileOrNull,
    @Nullable SourceFile sourceOrNull,
    List<Reference> names,
    String target,
    Map<String, String> buildArgs,
    Map<String, String> labels,
    Platform platform,
    PullPolicy pull,
    boolean noCache,
    NetworkMode network,
    Map<String, Path> secrets,
    @Nullable Instant sourceDateEpochOrNull,
    boolean extras,
    int parallelism) {

  public BuildRequest {
    Objects.requireNonNull(context);
    names = List.copyOf(names);
    Objects.requireNonNull(target);
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    Objects.requireNonNull(platform);
    Objects.requireNonNull(pull);
    Objects.requireNonNull(network);
    secrets = Map.copyOf(secrets);
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism " + parallelism + " is less than 1");
    }
  }

  /// A request with defaults for everything but the context: its `Dockerfile`, last stage, this
  /// machine's platform, the cache used.
  public static Builder of(Path context) {
    return new Builder(context);
  }

  /// The Dockerfile, when it is not the context's `Dockerfile`.
  public Optional<Path> dockerfile() {
    return Optional.ofNullable(dockerfileOrNull);
  }

  /// The Dockerfile as text, when it is in no file.
  public Optional<SourceFile> source() {
    return Optional.ofNullable(sourceOrNull);
  }

  /// The latest time that may appear in the image.
  public Optional<Instant> sourceDateEpoch() {
    return Optional.ofNullable(sourceDateEpochOrNull);
  }

  /// Collects the parts of a request; each setter replaces what was there.
  public static final class Builder {
    private final Path context;
    private @Nullable Path dockerfile;
    private @Nullable SourceFile source;
    private List<Reference> names = List.of();
    private String target = "";
    private Map<String, String> buildArgs = Map.of();
    private Map<String, String> labels = Map.of();
    private Platform platform = Platform.host();
    private PullPolicy pull = PullPolicy.IF_MISSING;
    private boolean noCache;
    private NetworkMode network = NetworkMode.DEFAULT;
    private Map<String, Path> secrets = Map.of();
    private @Nullable Instant sourceDateEpoch;
    private boolean extras;
    private int parallelism = 8;

    private Builder(Path context) {
      this.context = context;
    }

    public Builder dockerfile(Path value) {
      dockerfile = value;
      return this;
    }

    /// A Dockerfile that is in no file: its name is for messages alone.
    public Builder dockerfile(SourceFile value) {
      source = value;
      return this;
    }

    public Builder names(List<Reference> value) {
      names = value;
      return this;
    }

    public Builder target(String value) {
      target = value;
      return this;
    }

    public Builder buildArgs(Map<String, String> value) {
      buildArgs = value;
      return this;
    }

    public Builder labels(Map<String, String> value) {
      labels = value;
      return this;
    }

    public Builder platform(Platform value) {
      platform = value;
      return this;
    }

    public Builder pull(PullPolicy value) {
      pull = value;
      return this;
    }

    public Builder noCache(boolean value) {
      noCache = value;
      return this;
    }

    public Builder network(NetworkMode value) {
      network = value;
      return this;
    }

    public Builder secrets(Map<String, Path> value) {
      secrets = value;
      return this;
    }

    public Builder sourceDateEpoch(Instant value) {
      sourceDateEpoch = value;
      return this;
    }

    public Builder extras(boolean value) {
      extras = value;
      return this;
    }

    public Builder parallelism(int value) {
      parallelism = value;
      return this;
    }

    public BuildRequest build() {
      return new BuildRequest(
          context,
          dockerfile,
          source,
          names,
          target,
          buildArgs,
          labels,
          platform,
          pull,
          noCache,
          network,
          secrets,
          sourceDateEpoch,
          extras,
          parallelism);
    }
  }
}
