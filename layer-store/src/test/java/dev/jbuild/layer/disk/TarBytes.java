package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.layer.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Puts tars together for tests, entry by entry, in any order and with any names.
final class TarBytes {
  static final long TIME = 1_700_000_000L;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final TarWriter tar = new TarWriter(out);

  TarBytes entry(TarEntry entry, byte[] content) throws IOException {
    tar.header(entry);
    tar.content(content, 0, content.length);
    tar.pad();
    return this;
  }

  private TarBytes add(TarType type, String name, int mode, String link, byte[] content)
      throws IOException {
    return entry(
        new TarEntry(type, name, mode, 0, 0, TIME, 0, content.length, link, 0, 0, false, Map.of()),
        content);
  }

  TarBytes file(String name, String content) throws IOException {
    return add(TarType.FILE, name, 0644, "", content.getBytes(StandardCharsets.UTF_8));
  }

  TarBytes directory(String name) throws IOException {
    return add(TarType.DIRECTORY, name + "/", 0755, "", new byte[0]);
  }

  TarBytes symlink(String name, String target) throws IOException {
    return add(TarType.SYMLINK, name, 0777, target, new byte[0]);
  }

  TarBytes hardLink(String name, String target) throws IOException {
    return add(TarType.HARD_LINK, name, 0644, target, new byte[0]);
  }

  TarBytes device(String name, TarType type, int major, int minor) throws IOException {
    return entry(
        new TarEntry(type, name, 0600, 0, 0, TIME, 0, 0, "", major, minor, false, Map.of()),
        new byte[0]);
  }

  byte[] bytes() throws IOException {
    tar.finish();
    return out.toByteArray();
  }

  static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  static Digest digest(byte[] bytes) {
    return Digest.sha256(bytes);
  }
}
