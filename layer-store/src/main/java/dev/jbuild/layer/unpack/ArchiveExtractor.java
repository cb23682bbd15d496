package dev.jbuild.layer.unpack;

import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarException;
import dev.jbuild.layer.tar.TarReader;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.layer.tree.NodeWriter;
import dev.jbuild.layer.tree.PathNames;
import dev.jbuild.layer.tree.RootedTree;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Unpacks an ordinary archive into a directory of a tree, as `ADD` and `import` do.
///
/// Names stay below the directory; hard links point within the archive. A name that layers use for
/// deletions is refused, since the layer could not carry it.
public final class ArchiveExtractor {
  private final RootedTree tree;
  private final NodeWriter nodes;

  public ArchiveExtractor(RootedTree tree) throws IOException {
    this.tree = tree;
    this.nodes = new NodeWriter(tree);
  }

  /// Reads the stream to its end.
  ///
  /// @param directory the parts of the directory's path, without links
  /// @param change what each entry's attributes become
  /// @throws ContentException.Corrupt when it is no tar, or an entry cannot be unpacked
  public void extract(InputStream in, List<String> directory, UnaryOperator<FileAttributes> change)
      throws IOException {
    TarReader tar = new TarReader(in);
    String name = "";
    try (EntryWriter writer = EntryWriter.of(nodes, null)) {
      for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
        name = entry.name();
        List<String> parts = below(directory, name);
        if (parts.stream().anyMatch(p -> p.startsWith(Whiteout.PREFIX))) {
          throw new IllegalArgumentException("names that begin with .wh. mean deletions in layers");
        }
        if (entry.type() == TarType.CHARACTER_DEVICE && entry.major() == 0 && entry.minor() == 0) {
          throw new IllegalArgumentException("a device 0:0 means a deletion in layers");
        }
        List<String> link =
            entry.type() == TarType.HARD_LINK ? below(directory, entry.linkName()) : List.of();
        writer.write(entry, tar, parts, link, change.apply(EntryWriter.attributes(entry)));
      }
      writer.drain();
    } catch (IllegalArgumentException e) {
      throw corrupt(name, String.valueOf(e.getMessage()), e);
    } catch (FileSystemException e) {
      throw corrupt(name, "'" + e.getFile() + "': " + e.getReason(), e);
    } catch (TarException | EOFException e) {
      throw corrupt(name, String.valueOf(e.getMessage()), e);
    }
    tree.flush();
  }

  private static List<String> below(List<String> directory, String name) {
    List<String> parts = new ArrayList<>(directory);
    parts.addAll(PathNames.parts(name, false));
    return parts;
  }

  private static ContentException corrupt(String name, String reason, Exception cause) {
    String subject = name.isEmpty() ? "the archive" : "the archive, after entry '" + name + "',";
    return new ContentException.Malformed(subject, reason, cause);
  }
}
