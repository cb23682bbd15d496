package dev.jbuild.layer.snapshot;

import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What is in a tree, one line a file: all that a layer carries of it. Whole seconds, as in a tar;
/// a file that was changed just now has no time, since two runs have two.
final class Listing {
  private static final long LONG_AGO = 1_000_000_000;

  private final OverlayForm form = OverlayForm.current();
  private final List<String> lines = new ArrayList<>();
  private final Map<Long, String> firstNames = new HashMap<>();
  private final boolean full;

  private Listing(boolean full) {
    this.full = full;
  }

  static List<String> of(Path tree) throws Exception {
    return list(tree, true);
  }

  /// Names alone, with a word for those that are no file.
  static List<String> names(Path tree) throws Exception {
    return list(tree, false);
  }

  private static List<String> list(Path tree, boolean full) throws Exception {
    Listing listing = new Listing(full);
    try (Fd root = Opening.directory(tree)) {
      listing.directory(root, "", tree);
    }
    return listing.lines;
  }

  private void directory(Fd directory, String path, Path place) throws Exception {
    List<String> names = Nodes.list(directory);
    names.sort(null);
    for (String name : names) {
      FileStatus status = Attributes.status(directory, name).orElseThrow();
      String child = path.isEmpty() ? name : path + "/" + name;
      if (status.isWhiteout()) {
        lines.add(child + " whiteout");
        continue;
      }
      boolean opaque = status.isDirectory() && isOpaque(directory, name);
      lines.add(
          child
              + (opaque ? " opaque" : "")
              + (full ? details(directory, name, child, status, place.resolve(name)) : ""));
      if (status.isDirectory()) {
        try (Fd fd = Opening.at(directory, name, Opening.READ | Opening.DIRECTORY, 0)) {
          directory(fd, child, place.resolve(name));
        }
      }
    }
  }

  private boolean isOpaque(Fd parent, String name) throws IOException {
    try (Fd directory = Opening.at(parent, name, Opening.READ | Opening.DIRECTORY, 0)) {
      return form.isOpaque(directory);
    }
  }

  private String details(Fd parent, String name, String path, FileStatus status, Path place)
      throws Exception {
    StringBuilder line =
        new StringBuilder(" %o %d:%d".formatted(status.mode(), status.uid(), status.gid()));
    line.append(status.seconds() < LONG_AGO ? " " + status.seconds() : " now");
    form.read(parent, name, path)
        .forEach((x, v) ->
            line.append(' ')
                .append(x)
                .append('=')
                .append(new String(v, StandardCharsets.ISO_8859_1)));
    if (!status.isDirectory() && status.links() > 1) {
      String first = firstNames.putIfAbsent(status.inode(), path);
      if (first != null) {
        return line.append(" link to ").append(first).toString();
      }
    }
    if (status.isSymlink()) {
      line.append(" -> ").append(Nodes.readLink(parent, name));
    } else if (status.isFile()) {
      line.append(' ').append(status.size()).append(' ').append(digest(place));
    } else if (!status.isDirectory()) {
      line.append(' ').append(status.major()).append(':').append(status.minor());
    }
    return line.toString();
  }

  private static String digest(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest, 0, 8);
  }
}
