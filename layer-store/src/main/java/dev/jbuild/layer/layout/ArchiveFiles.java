package dev.jbuild.layer.layout;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.ContentWriter;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarException;
import dev.jbuild.layer.tar.TarReader;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.layer.tar.Unpacking;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of a tar that is read once, from a pipe perhaps, before anybody knows which of them
/// matter: small ones are kept in memory, large ones and those named by their digest go into the
/// content store at once.
///
/// The archive is not trusted: the number of entries, their names and the memory for small files
/// are bounded, sparse files (a few bytes that claim to be exabytes) are refused, and links lead to
/// other names of the archive only.
final class ArchiveFiles {
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_NAME = 1024;
  private static final int SMALL = 1 << 20;
  private static final long MAX_MEMORY = 64L << 20;
  private static final int MAX_LINKS = 8;
  private static final String BLOBS = "blobs/";

  /// One file: its bytes when it is small, else only where it is in the content store. The digest
  /// is sha256, or for a blob of a layout the one that it is named by.
  static final class Stored {
    private final Digest digest;
    private final long size;
    private final byte @Nullable [] bytes;

    private Stored(Digest digest, long size, byte @Nullable [] bytes) {
      this.digest = digest;
      this.size = size;
      this.bytes = bytes;
    }

    Digest digest() {
      return digest;
    }

    long size() {
      return size;
    }
  }

  private final ContentStore content;
  private final Map<String, Stored> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private long memory;

  private ArchiveFiles(ContentStore content) {
    this.content = content;
  }

  /// Reads an archive to its end, plain or compressed as its first bytes tell.
  static ArchiveFiles read(InputStream archive, ContentStore content) throws IOException {
    ArchiveFiles all = new ArchiveFiles(content);
    int entries = 0;
    try {
      TarReader tar = new TarReader(Unpacking.of(archive));
      for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
        if (++entries > MAX_ENTRIES) {
          throw new TarException("it has more than " + MAX_ENTRIES + " entries");
        }
        all.add(entry, tar);
      }
    } catch (TarException | EOFException e) {
      String found = String.valueOf(e.getMessage());
      throw new ContentException.Malformed(
          "the archive", entries == 0 ? "it does not begin as a tar does: " + found : found, e);
    }
    return all;
  }

  private void add(TarEntry entry, TarReader tar) throws IOException {
    String name = normalised(entry.name());
    if (name.length() > MAX_NAME) {
      throw new TarException("the name of an entry is longer than " + MAX_NAME + " characters");
    }
    if (entry.type() == TarType.SYMLINK || entry.type() == TarType.HARD_LINK) {
      boolean relative = entry.type() == TarType.SYMLINK && !entry.linkName().startsWith("/");
      String base = relative ? name.substring(0, name.lastIndexOf('/') + 1) : "";
      String target = normalised(base + entry.linkName());
      if (target.length() <= MAX_NAME) {
        links.put(name, target);
      }
      return;
    }
    if (entry.type() != TarType.FILE) {
      return;
    }
    if (entry.sparse()) {
      throw new TarException(
          "'" + name + "' is a sparse file, which archives of images never hold");
    }
    InputStream in = new EntryStream(tar);
    if (name.startsWith(BLOBS)) {
      Digest digest = blob(name);
      content.ingest(in, digest, entry.size());
      files.put(name, new Stored(digest, entry.size(), null));
    } else if (entry.size() <= SMALL && memory + entry.size() <= MAX_MEMORY) {
      byte[] bytes = in.readAllBytes();
      memory += bytes.length;
      files.put(name, new Stored(Digest.sha256(bytes), bytes.length, bytes));
    } else {
      files.put(name, store(in));
    }
  }

  private static Digest blob(String name) throws TarException {
    try {
      return Digest.parse(name.substring(BLOBS.length()).replace('/', ':'));
    } catch (IllegalArgumentException e) {
      throw new TarException("'" + name + "' is not the name of a blob: " + e.getMessage(), e);
    }
  }

  private Stored store(InputStream in) throws IOException {
    try (ContentWriter writer = content.writer()) {
      byte[] buffer = new byte[128 << 10];
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        writer.write(buffer, 0, got);
      }
      long size = writer.offset();
      return new Stored(writer.commit(), size, null);
    }
  }

  /// A name without `.` and `..`, which never lead out of the archive.
  private static String normalised(String name) {
    StringBuilder path = new StringBuilder();
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        path.setLength(Math.max(0, path.lastIndexOf("/")));
      } else if (!part.isEmpty() && !part.equals(".")) {
        path.append(path.isEmpty() ? "" : "/").append(part);
      }
    }
    return path.toString();
  }

  /// The file with a name, links followed; null when there is none.
  @Nullable Stored find(String name) {
    String at = normalised(name);
    for (int i = 0; i < MAX_LINKS; i++) {
      Stored file = files.get(at);
      String target = links.get(at);
      if (file != null || target == null) {
        return file;
      }
      at = target;
    }
    return null;
  }

  /// The whole of a document; null when there is none of this name.
  ///
  /// @param limit the most bytes that it may have
  byte @Nullable [] document(String name, int limit) throws IOException {
    Stored file = find(name);
    if (file == null) {
      return null;
    }
    if (file.size() > limit) {
      throw new ContentException.Malformed(
          "the archive's " + name, "it has %d bytes, more than %d".formatted(file.size(), limit));
    }
    return file.bytes != null ? file.bytes : content.read(file.digest(), limit);
  }

  /// Makes sure that a file is in the content store.
  void keep(Stored file) throws IOException {
    if (file.bytes != null) {
      content.ingest(new ByteArrayInputStream(file.bytes), file.digest(), file.size());
    }
  }

  /// The first bytes of a file, by which its compression is told.
  byte[] start(Stored file) throws IOException {
    try (InputStream in =
        file.bytes != null ? new ByteArrayInputStream(file.bytes) : content.open(file.digest())) {
      return in.readNBytes(6);
    }
  }
}
