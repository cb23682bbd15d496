package dev.jbuild.engine.container;

import dev.jbuild.engine.container.ContainerSettings.MountPoint;
import dev.jbuild.image.ContainerConfig;
import dev.jbuild.layer.UnionView;
import dev.jbuild.runtime.Mount;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// Volumes of a store: directories `volumes/NAME/_data` that outlive containers.
final class Volumes {
  private final Path directory;
  private final RandomGenerator random;

  Volumes(Path storeRoot, RandomGenerator random) {
    this.directory = storeRoot.resolve("volumes");
    this.random = random;
  }

  /// The user's mounts, and one anonymous volume for each path that the image declares as one and
  /// the user mounts nothing on.
  static List<VolumeMount> wanted(ContainerOptions options, ContainerConfig config) {
    List<VolumeMount> wanted = new ArrayList<>(options.volumes());
    for (String path : config.volumes()) {
      String target = Path.of("/").resolve(path).normalize().toString();
      if (wanted.stream().noneMatch(v -> v.target().equals(target)) && !target.equals("/")) {
        wanted.add(new VolumeMount.Anonymous(target, false));
      }
    }
    return wanted;
  }

  /// Names for the anonymous ones, to be remembered before anything is made.
  List<String> nameAnonymous(List<VolumeMount> wanted) {
    return wanted.stream()
        .filter(VolumeMount.Anonymous.class::isInstance)
        .map(v -> randomName())
        .toList();
  }

  /// What will be mounted, for the container's record.
  List<MountPoint> points(List<VolumeMount> wanted, List<String> anonymous) {
    List<MountPoint> points = new ArrayList<>();
    int next = 0;
    for (VolumeMount volume : wanted) {
      points.add(
          switch (volume) {
            case VolumeMount.HostPath h ->
                new MountPoint("", h.source(), h.target(), h.readOnly(), true);
            case VolumeMount.Named n ->
                new MountPoint(n.name(), data(n.name()), n.target(), n.readOnly(), true);
            case VolumeMount.Anonymous a -> {
              String name = anonymous.get(next++);
              yield new MountPoint(name, data(name), a.target(), a.readOnly(), false);
            }
          });
    }
    return points;
  }

  private Path data(String name) {
    return directory.resolve(name).resolve("_data");
  }

  private String randomName() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Makes what is missing and says what to mount. A new volume gets what the image has at its
  /// place.
  List<Mount> prepare(List<VolumeMount> wanted, List<String> anonymous, UnionView image)
      throws IOException {
    List<Mount> mounts = new ArrayList<>();
    int next = 0;
    for (VolumeMount volume : wanted) {
      Path source =
          switch (volume) {
            case VolumeMount.HostPath h -> hostPath(h.source());
            case VolumeMount.Named n -> volume(n.name(), n.target(), image);
            case VolumeMount.Anonymous a -> volume(anonymous.get(next++), a.target(), image);
          };
      mounts.add(new Mount.Bind(source, volume.target(), volume.readOnly()));
    }
    return mounts;
  }

  private static Path hostPath(Path source) throws IOException {
    if (!Files.exists(source)) {
      Files.createDirectories(source);
    }
    return source;
  }

  private Path volume(String name, String target, UnionView image) throws IOException {
    Path volume = directory.resolve(name);
    Path data = data(name);
    if (Files.isDirectory(data)) {
      return data;
    }
    Files.createDirectories(volume, ContainerDirectory.PRIVATE);
    // Filled beside its place and moved there whole: a crash leaves no half-filled volume.
    Path draft = Files.createTempDirectory(volume, "draft-");
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
    VolumeContent.copy(image, target, draft);
    try {
      Files.move(draft, data);
    } catch (FileAlreadyExistsException e) {
      ContainerDirectory.deleteTree(draft); // another container was faster
    }
    return data;
  }

  void remove(List<String> names) throws IOException {
    for (String name : names) {
      ContainerDirectory.deleteTree(directory.resolve(name));
    }
  }
}
