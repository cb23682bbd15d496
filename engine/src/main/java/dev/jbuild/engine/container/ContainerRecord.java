package dev.jbuild.engine.container;

import dev.jbuild.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What is fixed of a container when it is made.
///
/// @param id 64 hexadecimal digits
/// @param name unique among the containers of a store
/// @param image the image as the user named it
/// @param argv the command, entry point included
/// @param creator the process that made it, with its start time in clock ticks
/// @param volumes volumes that go with it when it is removed
/// @param settings how it was set up
/// @param copied whether its root is a full copy of the layers instead of an overlay
public record ContainerRecord(
    String id,
    String name,
    String image,
    Digest imageId,
    List<String> argv,
    Instant created,
    boolean autoRemove,
    HostProcess creator,
    List<String> volumes,
    ContainerSettings settings,
    boolean copied) {
  public ContainerRecord {
    if (!id.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("container id '" + id + "' is not 64 hexadecimal digits");
    }
    Objects.requireNonNull(name);
    Objects.requireNonNull(image);
    Objects.requireNonNull(imageId);
    argv = List.copyOf(argv);
    Objects.requireNonNull(created);
    Objects.requireNonNull(creator);
    volumes = List.copyOf(volumes);
    Objects.requireNonNull(settings);
  }

  /// The same with a full copy for its root.
  ContainerRecord asCopied() {
    return new ContainerRecord(
        id, name, image, imageId, argv, created, autoRemove, creator, volumes, settings, true);
  }

  /// The twelve digits that lists show.
  public String shortId() {
    return id.substring(0, 12);
  }
}
