package dev.jbuild.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// An archive of a directory that depends on names, modes and contents only: sorted, owned by root,
/// one time for all entries.
final class TarGz {
  private static final int EXECUTABLE = 0755;
  private static final int PLAIN = 0644;
  private static final int LINK = 0777;

  private final Instant time;

  TarGz(Instant time) {
    this.time = time;
  }

  /// Writes `directory` with its own name as the top of the archive.
  void write(Path directory, Path target) throws IOException {
    String top = directory.getFileName() + "/";
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GZIPOutputStream(file, 1 << 16))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path path : FileTree.files(directory)) {
        String name = top + directory.relativize(path);
        if (Files.isSymbolicLink(path)) {
          TarArchiveEntry entry = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
          entry.setMode(LINK);
          entry.setLinkName(Files.readSymbolicLink(path).toString());
          put(tar, entry);
        } else {
          TarArchiveEntry entry = new TarArchiveEntry(name);
          entry.setSize(Files.size(path));
          entry.setMode(Files.isExecutable(path) ? EXECUTABLE : PLAIN);
          put(tar, entry);
          Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
      }
    }
  }

  private void put(TarArchiveOutputStream tar, TarArchiveEntry entry) throws IOException {
    entry.setModTime(time.toEpochMilli());
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    tar.putArchiveEntry(entry);
  }
}
