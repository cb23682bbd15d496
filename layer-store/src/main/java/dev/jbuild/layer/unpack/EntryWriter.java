package dev.jbuild.layer.unpack;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarReader;
import dev.jbuild.layer.tree.NodeWriter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the files that tar entries describe. They are whole after [#drain()].
final class EntryWriter implements AutoCloseable {
  /// Times that ext4 and others can store; beyond them the kernel would clamp by itself.
  private static final long MAX_SECONDS = 1L << 34;

  private final NodeWriter nodes;
  private final FileBytes bytes;
  private final @Nullable SmallFiles smallFiles;

  private EntryWriter(NodeWriter nodes, FileBytes bytes, @Nullable SmallFiles smallFiles) {
    this.nodes = nodes;
    this.bytes = bytes;
    this.smallFiles = smallFiles;
  }

  /// @param bytes what becomes of the content of files; null writes it, that of small files on
  ///   another thread
  static EntryWriter of(NodeWriter nodes, @Nullable FileBytes bytes) {
    return bytes == null
        ? new EntryWriter(nodes, new WrittenBytes(), new SmallFiles(nodes))
        : new EntryWriter(nodes, bytes, null);
  }

  static FileAttributes attributes(TarEntry entry) {
    long seconds = Math.clamp(entry.seconds(), -MAX_SECONDS, MAX_SECONDS);
    try {
      return new FileAttributes(
          entry.mode(),
          entry.uid(),
          entry.gid(),
          Instant.ofEpochSecond(seconds, entry.nanos()),
          entry.xattrs());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("its time " + seconds + " is out of range", e);
    }
  }

  /// @param link the parts of a hard link's target
  void write(
      TarEntry entry, TarReader tar, List<String> parts, List<String> link, FileAttributes its)
      throws IOException {
    switch (entry.type()) {
      case DIRECTORY -> nodes.directory(parts, its);
      case FILE -> {
        if (smallFiles != null && SmallFiles.takes(entry, its)) {
          smallFiles.add(parts, its, tar, (int) entry.size());
        } else {
          nodes.file(parts, its, file -> bytes.take(entry, tar, file));
        }
      }
      case SYMLINK -> nodes.symlink(parts, entry.linkName(), its);
      case HARD_LINK -> nodes.hardLink(parts, link);
      case CHARACTER_DEVICE ->
          nodes.special(parts, FileKind.CHARACTER_DEVICE, entry.major(), entry.minor(), its);
      case BLOCK_DEVICE ->
          nodes.special(parts, FileKind.BLOCK_DEVICE, entry.major(), entry.minor(), its);
      case FIFO -> nodes.special(parts, FileKind.FIFO, 0, 0, its);
    }
  }

  /// Waits until all files are whole.
  void drain() throws IOException {
    if (smallFiles != null) {
      smallFiles.drain();
    }
  }

  @Override
  public void close() {
    if (smallFiles != null) {
      smallFiles.close();
    }
  }
}
