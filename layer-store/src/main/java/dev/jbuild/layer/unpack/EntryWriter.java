package dev.jbuild.layer.unpack;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarReader;
import dev.jbuild.layer.tree.NodeWriter;
import dev.jbuild.linux.Fd;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/// Makes the files that tar entries describe. They are whole after [#drain()].
final class EntryWriter implements AutoCloseable {
  /// Times that ext4 and others can store; beyond them the kernel would clamp by itself.
  private static final long MAX_SECONDS = 1L << 34;

  private final NodeWriter nodes;
  private final SmallFiles smallFiles;
  private final byte[] buffer = new byte[128 << 10];

  EntryWriter(NodeWriter nodes) {
    this.nodes = nodes;
    this.smallFiles = new SmallFiles(nodes);
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
        if (entry.size() <= SmallFiles.LARGEST && !entry.sparse() && its.xattrs().isEmpty()) {
          smallFiles.add(parts, its, tar, (int) entry.size());
        } else {
          nodes.file(parts, its, file -> copy(entry, tar, file));
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

  private void copy(TarEntry entry, TarReader tar, Fd file) throws IOException {
    if (entry.sparse()) {
      file.truncate(entry.size());
    }
    while (true) {
      long hole = tar.skipHole();
      if (hole > 0) {
        file.skip(hole);
      }
      int got = tar.read(buffer, 0, buffer.length);
      if (got < 0) {
        return;
      }
      file.write(buffer, 0, got);
    }
  }

  /// Waits until all files are whole.
  void drain() throws IOException {
    smallFiles.drain();
  }

  @Override
  public void close() {
    smallFiles.close();
  }
}
