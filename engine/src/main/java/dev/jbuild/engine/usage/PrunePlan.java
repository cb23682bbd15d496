package dev.jbuild.engine.usage;

import dev.jbuild.engine.container.Container;
import dev.jbuild.layer.Image;
import java.util.List;

/// What a clean-up removes and what it leaves.
///
/// @param steps keys of the cached steps that go
/// @param volumes names of the volumes that go
/// @param kept what stays although the request is about its kind
/// @param bytes the space that all of it gives back, left-overs included
public record PrunePlan(
    List<Container> containers,
    List<Image> images,
    List<Step> steps,
    List<String> volumes,
    List<Kept> kept,
    long bytes) {
  public PrunePlan {
    containers = List.copyOf(containers);
    images = List.copyOf(images);
    steps = List.copyOf(steps);
    volumes = List.copyOf(volumes);
    kept = List.copyOf(kept);
  }

  /// A cached step.
  ///
  /// @param instruction what people know it by
  public record Step(String key, String instruction, long size) {}

  /// Something that stays.
  ///
  /// @param what such as `image 'app:1'`
  /// @param why such as `container 'web' has it`
  public record Kept(String what, String why) {}

  /// Whether nothing goes but left-overs.
  public boolean isEmpty() {
    return containers.isEmpty() && volumes.isEmpty() && images.isEmpty() && steps.isEmpty();
  }
}
