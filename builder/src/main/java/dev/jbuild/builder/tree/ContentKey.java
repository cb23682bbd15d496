package dev.jbuild.builder.tree;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/// The digest of what selections hold, as far as a copy of them shows it: names, types, modes,
/// owners, link texts, device numbers, extended attributes and data. Times are not in it, and
/// neither is where a source directory stands or what it is called, because only its content is
/// copied.
///
/// @param digest equal for selections whose copies are equal but for times
/// @param files how many entries there are
/// @param bytes the sum of the sizes of the regular files
/// @param lines one for each entry, as digested, for comparing two keys; empty when there are more
///   than [#MAX_LINES]
public record ContentKey(Digest digest, long files, long bytes, List<String> lines) {
  /// Larger selections are compared as a whole.
  public static final int MAX_LINES = 2000;

  public ContentKey {
    lines = List.copyOf(lines);
  }

  /// Digests selections in their order; reads the files whose digest the tree does not know.
  public static ContentKey of(List<Selection> selections) throws IOException {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    long files = 0;
    long bytes = 0;
    List<String> lines = new java.util.ArrayList<>();
    for (Selection selection : selections) {
      boolean directory = selection.top().isDirectory();
      hash.update(bytes(directory ? "directory\n" : "file " + escaped(selection.name()) + "\n"));
      for (Selection.Item item : selection.items()) {
        if (directory && item.relative().isEmpty()) {
          continue;
        }
        String line = line(selection, item);
        hash.update(bytes(line));
        hash.update((byte) '\n');
        files++;
        bytes += item.entry().size();
        if (lines.size() <= MAX_LINES) {
          lines.add(line);
        }
      }
    }
    return new ContentKey(
        Digest.of(Digest.Algorithm.SHA256, hash),
        files,
        bytes,
        lines.size() > MAX_LINES ? List.of() : lines);
  }

  private static String line(Selection selection, Selection.Item item) throws IOException {
    Entry e = item.entry();
    StringBuilder line = new StringBuilder(160);
    line.append(e.type().letter()).append(' ').append(Integer.toOctalString(e.mode()));
    line.append(' ').append(e.uid()).append(':').append(e.gid()).append(' ');
    switch (e.type()) {
      case FILE, DIRECTORY -> line.append(selection.tree().contentDigest(e).hex());
      case SYMLINK -> line.append(escaped(e.target()));
      case CHARACTER_DEVICE, BLOCK_DEVICE -> line.append(e.special());
      case PIPE -> line.append('-');
    }
    String name = item.relative().isEmpty() ? selection.name() : item.relative();
    return line.append(' ').append(escaped(name)).toString();
  }

  /// Names may hold line feeds and blanks; a key must not confuse two lists because of it.
  private static String escaped(String text) {
    if (text.chars().noneMatch(c -> c == '\\' || c == '\n' || c == ' ')) {
      return text;
    }
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace(" ", "\\s");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
