package dev.jbuild.builder.tree;

import dev.jbuild.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// One file that is written in the Dockerfile itself.
///
/// @param modified the time that the file shows
public record InlineTree(String name, String content, Instant modified) implements FileTree {
  private static final int MODE = 0644;

  private Entry file() {
    return new Entry(
        name, Entry.Type.FILE, MODE, 0, 0, bytes().length, modified, modified, 0, 1, 1, 0, "");
  }

  private byte[] bytes() {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Optional<Entry> stat(String path) {
    if (path.isEmpty()) {
      return Optional.of(
          new Entry("", Entry.Type.DIRECTORY, 0755, 0, 0, 0, modified, modified, 0, 2, 1, 0, ""));
    }
    return path.equals(name) ? Optional.of(file()) : Optional.empty();
  }

  @Override
  public List<Entry> list(String directory) {
    return directory.isEmpty() ? List.of(file()) : List.of();
  }

  @Override
  public InputStream open(Entry file) {
    return new ByteArrayInputStream(bytes());
  }

  @Override
  public Digest contentDigest(Entry entry) {
    return Digest.sha256(entry.isFile() ? bytes() : new byte[0]);
  }

  @Override
  public SortedMap<String, byte[]> attributes(Entry entry) {
    return Collections.emptySortedMap();
  }
}
