package dev.jbuild.engine.container;

import dev.jbuild.runtime.launch.StatusFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files of one container below `containers/ID` of the store: `state` (the launcher's), `upper`
/// (what the container changed), `work` (overlayfs's), `etc`. Only the owner of the store enters
/// it.
record ContainerDirectory(Path path) {
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  static Path all(Path storeRoot) {
    return storeRoot.resolve("containers");
  }

  static ContainerDirectory of(Path storeRoot, String id) {
    return new ContainerDirectory(all(storeRoot).resolve(id));
  }

  ContainerDirectory create() throws IOException {
    Files.createDirectories(path, PRIVATE);
    Files.createDirectory(state(), PRIVATE);
    Files.createDirectory(etc(), PRIVATE);
    Files.createDirectory(upper());
    Files.createDirectory(work(), PRIVATE);
    // The root of the container, which every user of it must be able to enter.
    Files.setPosixFilePermissions(upper(), PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  Path state() {
    return path.resolve("state");
  }

  Path etc() {
    return path.resolve("etc");
  }

  Path upper() {
    return path.resolve("upper");
  }

  Path work() {
    return path.resolve("work");
  }

  StatusFile status() {
    return new StatusFile(state());
  }

  /// Deletes everything; links are not followed, so nothing outside is touched.
  void delete() throws IOException {
    deleteTree(path);
  }

  static void deleteTree(Path tree) throws IOException {
    try {
      Files.walkFileTree(tree, new Deletion());
    } catch (NoSuchFileException e) {
      return; // somebody else was faster
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
