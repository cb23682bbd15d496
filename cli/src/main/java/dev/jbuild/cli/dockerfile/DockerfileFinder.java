package dev.jbuild.cli.dockerfile;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds the Dockerfiles below a directory by their names.
///
/// These are `Dockerfile` and `Containerfile` in any case, with a suffix (`Dockerfile.test`) or a
/// prefix (`test.Dockerfile`). Ignore files are none, links are not followed, and directories whose
/// names begin with a dot are left out.
public final class DockerfileFinder {
  private DockerfileFinder() {}

  /// The Dockerfiles below a directory, sorted by path.
  public static List<Path> below(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            boolean hidden =
                path.getFileName() != null && path.getFileName().toString().startsWith(".");
            return hidden && !path.equals(directory)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && isDockerfile(path.getFileName().toString())) {
              found.add(path);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  static boolean isDockerfile(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    for (String word : List.of("dockerfile", "containerfile")) {
      boolean named = name.equals(word) || name.startsWith(word + ".") || name.endsWith("." + word);
      if (named) {
        return !name.endsWith(".dockerignore") && !name.endsWith(".containerignore");
      }
    }
    return false;
  }
}
