package dev.jbuild.builder.context;

import dev.jbuild.builder.tree.PathFilter;
import dev.jbuild.dockerfile.ignore.IgnoreDecisions;
import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import dev.jbuild.dockerfile.ignore.InvalidPatternException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The ignore file of a context: `<Dockerfile>.dockerignore` beside the Dockerfile if it is there,
/// else `.dockerignore` at the root of the context.
///
/// @param name as messages call it
/// @param size in bytes
public record IgnoreFile(String name, IgnorePatterns patterns, int size) {
  private static final String NAME = ".dockerignore";

  /// Finds and reads the ignore file that counts for a Dockerfile.
  ///
  /// @throws IOException when it is there but cannot be read, or a pattern is malformed
  public static Optional<IgnoreFile> find(Path context, Path dockerfile) throws IOException {
    String own = dockerfile.getFileName() + ".dockerignore";
    return find(List.of(dockerfile.resolveSibling(own), context.resolve(NAME)));
  }

  /// The same for a Dockerfile that is in no file.
  public static Optional<IgnoreFile> find(Path context) throws IOException {
    return find(List.of(context.resolve(NAME)));
  }

  private static Optional<IgnoreFile> find(List<Path> candidates) throws IOException {
    for (Path candidate : candidates) {
      String name = candidate.getFileName().toString();
      try {
        byte[] text = Files.readAllBytes(candidate);
        return Optional.of(new IgnoreFile(name, IgnorePatterns.parse(text), text.length));
      } catch (NoSuchFileException e) {
        // The next candidate.
      } catch (FileSystemException e) {
        throw Directories.failed("reading ignore file", name, e);
      } catch (InvalidPatternException e) {
        throw new IOException("%s:%d: %s".formatted(name, e.line(), e.getMessage()), e);
      }
    }
    return Optional.empty();
  }

  /// The filter that patterns stand for.
  public static PathFilter filter(IgnorePatterns patterns) {
    IgnoreDecisions decisions = new IgnoreDecisions(patterns);
    return new PathFilter() {
      @Override
      public boolean excludes(String path) {
        return decisions.excludes(path);
      }

      @Override
      public boolean mayIncludeBelow(String directory) {
        return decisions.mayIncludeBelow(directory);
      }
    };
  }
}
