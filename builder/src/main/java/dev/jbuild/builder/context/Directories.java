package dev.jbuild.builder.context;

import dev.jbuild.builder.tree.Entry;
import dev.jbuild.builder.tree.IoReason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Reads directories and attributes of the host for a context.
///
/// Owners are reported as 0:0: who owns a file on the user's machine means nothing in the image.
/// Sockets are not files and are left out. Uses NIO alone, so that a cached build loads no native
/// access.
final class Directories {
  private static final String ATTRIBUTES =
      "unix:mode,ino,dev,rdev,nlink,size,lastModifiedTime,ctime";
  private static final int TYPE_MASK = 0xF000;
  private static final int SOCKET = 0xC000;

  private final Path root;

  Directories(Path root) {
    this.root = root;
  }

  Path path(String path) {
    return path.isEmpty() ? root : root.resolve(path);
  }

  /// What is at a path, which must not lead through links; empty when nothing or a socket is there.
  Optional<Entry> stat(String path) throws IOException {
    try {
      return read(path(path), path);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (IoReason.of(e).equals("not a directory")) {
        return Optional.empty();
      }
      throw failed("reading attributes of", path, e);
    }
  }

  /// All entries of a directory, sorted by name.
  List<Entry> list(String directory) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(path(directory))) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (name.indexOf('\uFFFD') >= 0) {
          throw new IOException(
              "file name '%s' in '%s' of the build context is not valid UTF-8; rename the file or exclude its directory in .dockerignore"
                  .formatted(name, shown(directory)));
        }
        stat(directory.isEmpty() ? name : directory + "/" + name).ifPresent(entries::add);
      }
    } catch (DirectoryIteratorException e) {
      throw failed("reading directory", directory, Objects.requireNonNull(e.getCause()));
    } catch (java.nio.file.FileSystemException e) {
      throw failed("reading directory", directory, e);
    }
    // a plain lambda comes from the AOT cache, a comparator made by a combinator does not
    entries.sort((a, b) -> a.name().compareTo(b.name()));
    return entries;
  }

  private static Optional<Entry> read(Path file, String path) throws IOException {
    Map<String, Object> a = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    int mode = (int) number(a, "mode");
    if ((mode & TYPE_MASK) == SOCKET) {
      return Optional.empty();
    }
    Entry.Type type = type(mode);
    return Optional.of(
        new Entry(
            path,
            type,
            mode & 07777,
            0,
            0,
            type == Entry.Type.FILE ? number(a, "size") : 0,
            time(a, "lastModifiedTime"),
            time(a, "ctime"),
            number(a, "dev"),
            number(a, "ino"),
            (int) number(a, "nlink"),
            device(type, number(a, "rdev")),
            type == Entry.Type.SYMLINK ? Files.readSymbolicLink(file).toString() : ""));
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
  }

  private static Instant time(Map<String, Object> attributes, String name) {
    return ((FileTime) Objects.requireNonNull(attributes.get(name))).toInstant();
  }

  /// Splits the kernel's encoding of a device number, makedev(3).
  private static long device(Entry.Type type, long rdev) {
    if (type != Entry.Type.CHARACTER_DEVICE && type != Entry.Type.BLOCK_DEVICE) {
      return 0;
    }
    long major = (rdev >>> 8 & 0xfff) | (rdev >>> 32 & ~0xfffL);
    long minor = (rdev & 0xff) | (rdev >>> 12 & 0xffffff00L);
    return major << 32 | minor;
  }

  private static Entry.Type type(int mode) {
    return switch (mode & TYPE_MASK) {
      case 0x4000 -> Entry.Type.DIRECTORY;
      case 0xA000 -> Entry.Type.SYMLINK;
      case 0x2000 -> Entry.Type.CHARACTER_DEVICE;
      case 0x6000 -> Entry.Type.BLOCK_DEVICE;
      case 0x1000 -> Entry.Type.PIPE;
      default -> Entry.Type.FILE;
    };
  }

  /// An error that names the file and says what to do.
  static IOException failed(String attempt, String path, IOException e) {
    return new IOException(
        "%s '%s' of the build context failed: %s; make it readable or exclude it in .dockerignore"
            .formatted(attempt, shown(path), IoReason.of(e)),
        e);
  }

  private static String shown(String path) {
    return path.isEmpty() ? "." : path;
  }
}
