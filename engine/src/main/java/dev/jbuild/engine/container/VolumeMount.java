package dev.jbuild.engine.container;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// One `-v` option: where it comes from, where it goes, whether it may be written.
public sealed interface VolumeMount {
  /// The path in the container, absolute and without `.`, `..` and doubled slashes.
  String target();

  /// Whether the container may only read it.
  boolean readOnly();

  /// A file or directory of the host; a directory is made when there is nothing.
  record HostPath(Path source, String target, boolean readOnly) implements VolumeMount {}

  /// A volume of the store by its name, made with the image's content when there is none.
  record Named(String name, String target, boolean readOnly) implements VolumeMount {}

  /// A volume without a name, of this container alone.
  record Anonymous(String target, boolean readOnly) implements VolumeMount {}

  /// Reads `[SOURCE:]TARGET[:ro|rw]`. A source with a slash in it is a path of the host, relative
  /// to `directory` if it starts with a dot; any other is the name of a volume.
  ///
  /// @throws IllegalArgumentException when it is something else
  static VolumeMount parse(String text, Path directory) {
    List<String> parts = Arrays.asList(text.split(":", -1));
    boolean hasMode = parts.size() > 1 && !parts.getLast().startsWith("/");
    boolean readOnly = hasMode && mode(text, parts.getLast());
    List<String> paths = hasMode ? parts.subList(0, parts.size() - 1) : parts;
    return switch (paths.size()) {
      case 1 -> new Anonymous(target(text, paths.getFirst()), readOnly);
      case 2 -> source(text, paths.getFirst(), target(text, paths.getLast()), readOnly, directory);
      default -> throw malformed(text, "it does not have the form [SOURCE:]TARGET[:ro]");
    };
  }

  private static VolumeMount source(
      String text, String source, String target, boolean readOnly, Path directory) {
    if (source.startsWith("/")
        || source.startsWith("./")
        || source.startsWith("../")
        || source.equals(".")
        || source.equals("..")) {
      return new HostPath(directory.resolve(source).normalize(), target, readOnly);
    }
    if (!source.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
      throw malformed(
          text,
          "'" + source + "' is neither a path that starts with '/' or './' nor a volume's name");
    }
    return new Named(source, target, readOnly);
  }

  private static boolean mode(String text, String mode) {
    boolean readOnly = false;
    for (String word : mode.split(",", -1)) {
      switch (word) {
        case "ro" -> readOnly = true;
        // Labels and propagation have no meaning for what is mounted here, and do no harm.
        case "rw", "z", "Z", "rprivate", "private" -> {}
        default -> throw malformed(text, "'" + word + "' is not 'ro' or 'rw'");
      }
    }
    return readOnly;
  }

  private static String target(String text, String path) {
    if (!path.startsWith("/")) {
      throw malformed(text, "the container's path '" + path + "' does not start with '/'");
    }
    String clean = Path.of(path).normalize().toString();
    if (clean.equals("/")) {
      throw malformed(text, "the container's path must not be '/'");
    }
    if (clean.equals("/proc") || clean.startsWith("/proc/")) {
      throw malformed(text, "nothing can be mounted inside the container's /proc");
    }
    return clean;
  }

  private static IllegalArgumentException malformed(String text, String reason) {
    return new IllegalArgumentException("volume '" + text + "': " + reason);
  }
}
