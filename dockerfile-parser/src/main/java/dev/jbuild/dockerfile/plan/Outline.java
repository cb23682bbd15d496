package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.util.List;

/// What a target takes from outside, as `--call=outline` lists it: each list in the order of the
/// file.
///
/// @param name of the stage, or empty
/// @param description of the stage from a comment above its FROM, or empty
public record Outline(
    String name,
    String description,
    List<Argument> arguments,
    List<Need> secrets,
    List<Need> agents,
    List<Cache> caches) {

  public Outline {
    arguments = List.copyOf(arguments);
    secrets = List.copyOf(secrets);
    agents = List.copyOf(agents);
    caches = List.copyOf(caches);
  }

  /// A build argument.
  ///
  /// @param value that it has in this build, or empty
  /// @param description from a comment above, or empty
  /// @param range of the ARG that declares it
  public record Argument(String name, String description, String value, SourceRange range) {}

  /// A secret or an SSH agent.
  ///
  /// @param range of the first RUN that mounts it
  public record Need(String name, boolean required, SourceRange range) {}

  /// A cache that outlives builds.
  ///
  /// @param range of the first RUN that mounts it
  public record Cache(String id, SourceRange range) {}
}
