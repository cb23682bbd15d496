package dev.jbuild.layer.layout;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.layer.tar.TarWriter;
import dev.jbuild.layer.tree.LowerFiles;
import dev.jbuild.layer.tree.OverlayForm;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Writes what a stack of layers shows as one tar of a root file system, as `jbuild export` does:
/// every file once, without deletions, in the order of names.
public final class RootfsExport {
  private final UnionView view;
  private final TarWriter tar;
  private final OverlayForm form = OverlayForm.current();
  private final Map<Long, String> firstNames = new HashMap<>();
  private final byte[] buffer = new byte[256 << 10];

  private RootfsExport(UnionView view, OutputStream out) {
    this.view = view;
    this.tar = new TarWriter(out);
  }

  /// Writes the tar; the stream stays open.
  public static void write(UnionView view, OutputStream out) throws IOException {
    RootfsExport export = new RootfsExport(view, out);
    export.run();
  }

  private void run() throws IOException {
    view.walk(
        "/",
        entry -> {
          entry(entry);
          return true;
        });
    tar.finish();
  }

  private void entry(TreeEntry entry) throws IOException {
    String path = entry.path().substring(1);
    if (path.isEmpty()) {
      if (entry.mode() != 0755 || entry.uid() != 0 || entry.gid() != 0) {
        header(entry, TarType.DIRECTORY, "./", 0, "");
      }
      return;
    }
    if (!entry.isDirectory() && entry.links() > 1) {
      // all layers are on one file system, where a number stands for one file
      String first = firstNames.putIfAbsent(entry.inode(), path);
      if (first != null) {
        header(entry, TarType.HARD_LINK, path, 0, first);
        return;
      }
    }
    switch (entry.kind()) {
      case FILE -> file(entry, path);
      case DIRECTORY -> header(entry, TarType.DIRECTORY, path + "/", 0, "");
      case SYMLINK -> header(entry, TarType.SYMLINK, path, 0, entry.target());
      case CHARACTER_DEVICE -> header(entry, TarType.CHARACTER_DEVICE, path, 0, "");
      case BLOCK_DEVICE -> header(entry, TarType.BLOCK_DEVICE, path, 0, "");
      case FIFO -> header(entry, TarType.FIFO, path, 0, "");
    }
  }

  private void file(TreeEntry entry, String path) throws IOException {
    Set<java.nio.file.OpenOption> options =
        Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (InputStream in =
        Channels.newInputStream(Files.newByteChannel(entry.location(), options))) {
      header(entry, TarType.FILE, path, entry.size(), "");
      long left = entry.size();
      while (left > 0) {
        int got = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (got < 0) {
          throw new EOFException("'" + entry.path() + "' became shorter while it was read");
        }
        tar.content(buffer, 0, got);
        left -= got;
      }
      tar.pad();
    }
  }

  private void header(TreeEntry entry, TarType type, String path, long size, String link)
      throws IOException {
    FileAttributes attributes =
        type == TarType.HARD_LINK ? entry.attributes() : LowerFiles.attributes(form, entry);
    boolean device = type == TarType.CHARACTER_DEVICE || type == TarType.BLOCK_DEVICE;
    tar.header(
        new TarEntry(
            type,
            path,
            entry.mode(),
            entry.uid(),
            entry.gid(),
            entry.modified().getEpochSecond(),
            0,
            size,
            link,
            device ? entry.major() : 0,
            device ? entry.minor() : 0,
            false,
            attributes.xattrs()));
  }
}
