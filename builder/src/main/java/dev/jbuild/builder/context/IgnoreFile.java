package dev.jbuild.builder.context;

import dev.jbuild.builder.tree.PathFilter;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds and reads the ignore file of a context: `<Dockerfile>.dockerignore` beside the Dockerfile
/// if it is there, else `.dockerignore` at the root of the context.
public final class IgnoreFile {
  private IgnoreFile() {}

  /// An ignore file that was found.
  ///
  /// @param name as messages call it
  public record Found(String name, byte[] text) {}

  /// The ignore file that counts for a Dockerfile.
  ///
  /// @throws IOException when it is there but cannot be read
  public static Optional<Found> find(Path context, Path dockerfile) throws IOException {
    String own = dockerfile.getFileName() + ".dockerignore";
    for (Path candidate :
        new Path[] {dockerfile.resolveSibling(own), context.resolve(".dockerignore")}) {
      try {
        return Optional.of(
            new Found(candidate.getFileName().toString(), Files.readAllBytes(candidate)));
      } catch (NoSuchFileException e) {
        // The next candidate.
      } catch (java.nio.file.FileSystemException e) {
        throw Directories.failed("reading ignore file", candidate.getFileName().toString(), e);
      }
    }
    return Optional.empty();
  }

  /// The filter that an ignore file stands for.
  ///
  /// @throws DockerfileException when a pattern is malformed
  public static PathFilter filter(String name, byte[] text) throws DockerfileException {
    IgnorePatterns patterns = IgnorePatterns.parse(name, text);
    return new PathFilter() {
      @Override
      public boolean excludes(String path) {
        return patterns.excludes(path);
      }

      @Override
      public boolean mayIncludeBelow(String directory) {
        return patterns.mayIncludeBelow(directory);
      }
    };
  }
}
