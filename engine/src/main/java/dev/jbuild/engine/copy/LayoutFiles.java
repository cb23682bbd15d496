package dev.jbuild.engine.copy;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.ContentException;
import dev.jbuild.registry.client.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.LongConsumer;

/// The files of an OCI image layout. Each appears whole: written beside its place, verified,
/// renamed.
final class LayoutFiles {
  private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";
  private static final int CHUNK = 128 << 10;

  private final Path directory;

  LayoutFiles(Path directory) {
    this.directory = directory;
  }

  /// The index; an empty one for a layout that is still to be made.
  ImageIndex index() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(directory.resolve("index.json"))) {
      bytes = in.readNBytes(ImageJson.MAX_MANIFEST + 1);
    } catch (NoSuchFileException _) {
      return ImageIndex.of(MediaTypes.OCI_INDEX, List.of());
    }
    try {
      if (ImageJson.manifest(bytes, MediaTypes.OCI_INDEX).value() instanceof ImageIndex index) {
        return index;
      }
      throw new JsonException("it is not an index");
    } catch (JsonException e) {
      throw new ContentException.Corrupt(
          "OCI layout '" + directory + "' index.json", String.valueOf(e.getMessage()), e);
    }
  }

  void writeIndex(List<Descriptor> entries) throws IOException {
    Files.createDirectories(directory);
    replace(directory.resolve("oci-layout"), LAYOUT.getBytes(StandardCharsets.US_ASCII));
    replace(
        directory.resolve("index.json"),
        ImageJson.encode(ImageIndex.of(MediaTypes.OCI_INDEX, entries)).bytes());
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".jbuild", ".part");
    try {
      Files.write(draft, bytes);
      Files.setPosixFilePermissions(
          draft, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private Path path(Digest digest) {
    return directory.resolve("blobs").resolve(digest.algorithm().id()).resolve(digest.hex());
  }

  boolean has(Descriptor blob) throws IOException {
    Path file = path(blob.digest());
    return Files.isRegularFile(file) && Files.size(file) == blob.size();
  }

  InputStream open(Descriptor blob, long offset) throws IOException {
    InputStream in;
    try {
      in = Files.newInputStream(path(blob.digest()));
    } catch (NoSuchFileException e) {
      throw new ContentException.Corrupt(
          "OCI layout '" + directory + "'", "blob " + blob.digest() + " is missing", e);
    }
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /// Reads and verifies a document.
  byte[] read(Descriptor document, int limit) throws IOException {
    byte[] bytes;
    try (InputStream in = open(document, 0)) {
      bytes = in.readNBytes(limit + 1);
    }
    MessageDigest hash = document.digest().algorithm().newHash();
    hash.update(bytes);
    Digest actual = Digest.of(document.digest().algorithm(), hash);
    if (bytes.length > limit || !actual.equals(document.digest())) {
      throw new ContentException.DigestMismatch(
          "OCI layout '" + directory + "'", document.digest(), actual, bytes.length);
    }
    return bytes;
  }

  /// Stores a blob, verified.
  void write(Descriptor blob, BlobSource source, LongConsumer progress) throws IOException {
    Path file = path(blob.digest());
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), ".jbuild", ".part");
    try {
      MessageDigest hash = blob.digest().algorithm().newHash();
      long written = 0;
      try (InputStream in = source.open(0);
          OutputStream out = Files.newOutputStream(draft)) {
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
          out.write(chunk, 0, count);
          hash.update(chunk, 0, count);
          written += count;
          progress.accept(written);
        }
      }
      Digest actual = Digest.of(blob.digest().algorithm(), hash);
      if (written != blob.size() || !actual.equals(blob.digest())) {
        throw new ContentException.DigestMismatch(
            "blob", blob.digest(), blob.size(), actual, written);
      }
      Files.setPosixFilePermissions(
          draft, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
