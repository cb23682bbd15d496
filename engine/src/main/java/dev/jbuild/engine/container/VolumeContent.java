package dev.jbuild.engine.container;

import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Fills a new volume with what an image has at the place where it is mounted, as docker does:
/// directories, files and links with their owners, modes and times.
final class VolumeContent {
  private VolumeContent() {}

  /// Copies a directory of the image into one that is empty; takes over its owner and mode too.
  /// What is no directory in the image leaves the volume empty.
  static void copy(UnionView image, String directory, Path destination) throws IOException {
    String from = image.resolve(directory, true);
    Optional<TreeEntry> top = image.stat(from);
    if (top.isEmpty() || !top.get().isDirectory()) {
      return;
    }
    image.walk(
        from,
        entry -> {
          if (entry.path().equals(from)) {
            own(destination, entry);
          } else {
            copyOne(entry, destination.resolve(entry.path().substring(from.length() + 1)));
          }
          return entry.isDirectory();
        });
  }

  /// Devices and pipes are left out: a volume is data.
  private static void copyOne(TreeEntry entry, Path destination) throws IOException {
    switch (entry.kind()) {
      case DIRECTORY -> {
        Files.createDirectory(destination);
        own(destination, entry);
      }
      case FILE, SYMLINK ->
          Files.copy(
              entry.location(),
              destination,
              StandardCopyOption.COPY_ATTRIBUTES,
              LinkOption.NOFOLLOW_LINKS);
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> {}
    }
  }

  private static void own(Path directory, TreeEntry entry) throws IOException {
    Files.setAttribute(directory, "unix:uid", (int) entry.uid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(directory, "unix:gid", (int) entry.gid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(directory, "unix:mode", entry.mode());
  }
}
