package dev.jbuild.registry.client.config;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// The file `config.json`: read within bounds, replaced in one step.
final class ConfigFile {
  private static final int MAX_SIZE = 4 << 20;

  private final Path path;

  ConfigFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  JsonObject read() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_SIZE + 1);
      if (bytes.length > MAX_SIZE) {
        throw new IOException("'%s' is larger than %d bytes".formatted(path, MAX_SIZE));
      }
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8).isBlank()
          ? new JsonObject(Map.of())
          : Json.parseObject(bytes);
    } catch (NoSuchFileException _) {
      return new JsonObject(Map.of());
    } catch (JsonException e) {
      throw unreadable(e);
    }
  }

  /// Says which file has something else than it should.
  IOException unreadable(JsonException e) {
    return new IOException("cannot read '%s': %s".formatted(path, e.getMessage()), e);
  }

  void write(JsonObject config) throws IOException {
    // Written through a symbolic link, as docker does: people keep the file elsewhere.
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null) {
      throw new IOException("'" + path + "' has no directory");
    }
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path temporary =
        Files.createTempFile(
            directory,
            ".config.json",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(Json.pretty(config));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
