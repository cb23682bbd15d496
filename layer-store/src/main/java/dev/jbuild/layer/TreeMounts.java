package dev.jbuild.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stacks of layers mounted on the host, for people and programs that want to look into them. A
/// mount outlives the process that made it; it is counted, and its layers stay until it is taken
/// away. What a crash or a restart of the machine left of one is cleared by the next who looks.
///
/// Mounts are overlays in the mount namespace of the caller; making them needs root. Where there
/// are none, a copy of what they would show, or a container's own copy, is counted in the same way.
public interface TreeMounts {
  /// A mounted stack.
  ///
  /// @param key what it was mounted under
  /// @param path where it is
  /// @param count how often it was asked for and not given back
  record Mounted(String key, Path path, long count, boolean writable) {}

  /// Where changes go.
  ///
  /// @param upper the directory that takes them
  /// @param work an empty directory on the same file system
  record Changes(Path upper, Path work) {}

  /// Mounts a stack, or counts once more when it is mounted already.
  ///
  /// @param key names it, such as `container/ID`
  /// @param layers lowest first
  /// @param seen directories in overlay form above the layers that are only looked at
  /// @param changes null for a mount that is only for reading
  /// @throws dev.jbuild.layer.snapshot.OverlayRefusedException when no overlay can be mounted here
  Mounted mount(String key, List<Layer> layers, List<Path> seen, @Nullable Changes changes)
      throws IOException;

  /// Makes a directory with a copy of what a stack shows, or counts once more what there is under
  /// the key. Giving back the last one removes it.
  Mounted copy(String key, List<Layer> layers, List<Path> seen) throws IOException;

  /// Counts a directory that is somebody else's as a mount; it stays when the mount goes.
  Mounted lend(String key, List<Layer> layers, Path place) throws IOException;

  /// What is mounted under a key.
  Optional<Mounted> find(String key) throws IOException;

  /// All mounts, by key.
  List<Mounted> list() throws IOException;

  /// Gives a mount back; the last one to do so takes it away.
  ///
  /// @param whole whether to take it away whatever its count is
  /// @return what is left of it: count 0 when it is gone; nothing when there was none
  Optional<Mounted> unmount(String key, boolean whole) throws IOException;
}
