package dev.jbuild.builder.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Extended attributes of files outside the store that copies keep: those of the `user` name space.
/// The context's file capabilities are not among them: BuildKit loses them too, since it changes
/// the owner after it has set them, and a file that happens to have some on the machine of the
/// build should not hand them to an image. Copies between stages and images keep all, see
/// [ViewTree].
public final class ExtendedAttributes {
  private ExtendedAttributes() {}

  /// The attributes of a regular file or directory, none where the file system has none.
  public static SortedMap<String, byte[]> of(Path file) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    SortedMap<String, byte[]> attributes = new TreeMap<>();
    for (String name : view.list()) {
      ByteBuffer value = ByteBuffer.allocate(view.size(name));
      view.read(name, value);
      attributes.put("user." + name, value.array());
    }
    return attributes.isEmpty() ? Collections.emptySortedMap() : attributes;
  }

  /// Adds attributes to a hash, so that different sets give different digests.
  public static void hash(Map<String, byte[]> attributes, MessageDigest hash) {
    for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
      hash.update((byte) 0);
      hash.update(attribute.getKey().getBytes(StandardCharsets.UTF_8));
      hash.update((byte) 0);
      hash.update(attribute.getValue());
    }
  }
}
