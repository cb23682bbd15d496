package dev.jbuild.builder.context;

import dev.jbuild.builder.tree.IoReason;
import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.extras.Includes;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of the context that a Dockerfile includes. Like the Dockerfile itself they need not be in
/// what an ignore file leaves of the context. Links are followed as long as they stay inside.
public record ContextIncludes(Path context) implements Includes {

  @Override
  public byte[] read(String path) throws IOException {
    try {
      Path root = context.toRealPath();
      Path file = root.resolve(path).toRealPath();
      if (!file.startsWith(root)) {
        throw new IOException("it is a link that leads out of the build context");
      }
      if (!Files.isRegularFile(file)) {
        throw new IOException("it is not a file");
      }
      if (Files.size(file) > Dockerfile.MAX_BYTES) {
        throw new IOException(
            "it has %d bytes, more than the limit of %d"
                .formatted(Files.size(file), Dockerfile.MAX_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (FileSystemException e) {
      throw new IOException(IoReason.of(e), e);
    }
  }
}
