package dev.jbuild.layer.unpack;

import dev.jbuild.layer.ContentException;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Applies a layer tar to a tree: the changes it describes, in overlay form.
///
/// Deletions hide lower layers only, whatever their place in the tar. An entry that comes twice is
/// the later one. Follows the OCI image specification, "Image Layer Filesystem Changeset", section
/// "Applying Changesets".
public final class LayerExtractor {
  /// What was applied.
  ///
  /// @param entries number of entries in the tar
  /// @param size sum of the sizes of its regular files
  /// @param hasRoot whether the tar has an entry for the root directory
  public record Totals(long entries, long size, boolean hasRoot) {}

  private final RootedTree tree;
  private final NodeWriter nodes;
  private final boolean lowest;
  private final @Nullable FileBytes bytes;

  /// @param lowest whether there are no layers below, so that deletions have nothing to hide
  public LayerExtractor(RootedTree tree, boolean lowest) throws IOException {
    this(tree, lowest, null);
  }

  /// @param bytes what becomes of the content of files; null writes it
  public LayerExtractor(RootedTree tree, boolean lowest, @Nullable FileBytes bytes)
      throws IOException {
    this.bytes = bytes;
    this.tree = tree;
    this.nodes = new NodeWriter(tree);
    this.lowest = lowest;
  }

  /// Reads the stream to its end.
  ///
  /// @throws ContentException.Corrupt when it is no tar, or an entry cannot be part of a layer
  public Totals extract(InputStream in) throws IOException {
    try (EntryWriter writer = EntryWriter.of(nodes, bytes)) {
      return extract(new TarReader(in), writer);
    }
  }

  private Totals extract(TarReader tar, EntryWriter writer) throws IOException {
    long entries = 0;
    long size = 0;
    boolean hasRoot = false;
    while (true) {
      TarEntry entry = next(tar);
      if (entry == null) {
        writer.drain();
        tree.flush();
        return new Totals(entries, size, hasRoot);
      }
      entries++;
      size += entry.size();
      try {
        List<String> parts = PathNames.parts(entry.name(), false);
        hasRoot |= parts.isEmpty();
        apply(entry, tar, parts, writer);
      } catch (IllegalArgumentException e) {
        throw corrupt(entry, String.valueOf(e.getMessage()), e);
      } catch (FileSystemException e) {
        throw corrupt(entry, "'" + e.getFile() + "': " + reason(e), e);
      } catch (TarException | EOFException e) {
        throw corrupt(entry, String.valueOf(e.getMessage()), e);
      }
    }
  }

  private static @Nullable TarEntry next(TarReader tar) throws IOException {
    try {
      return tar.next();
    } catch (TarException | EOFException e) {
      throw new ContentException.Malformed("the layer", String.valueOf(e.getMessage()), e);
    }
  }

  private void apply(TarEntry entry, TarReader tar, List<String> parts, EntryWriter writer)
      throws IOException {
    for (String part : parts.isEmpty() ? parts : parts.subList(0, parts.size() - 1)) {
      if (part.startsWith(Whiteout.PREFIX + Whiteout.PREFIX)) {
        return; // below AUFS' own directories
      }
      if (part.startsWith(Whiteout.PREFIX)) {
        throw new IllegalArgumentException("it lies below a whiteout");
      }
    }
    List<String> parent = parts.isEmpty() ? parts : parts.subList(0, parts.size() - 1);
    switch (parts.isEmpty() ? new Whiteout.None() : Whiteout.of(parts.getLast())) {
      case Whiteout.Ignored() -> {}
      case Whiteout.Opaque() -> opaque(parent);
      case Whiteout.Removal(String name) -> whiteout(with(parent, name));
      case Whiteout.None() -> {
        if (isDeletion(entry)) {
          whiteout(parts);
          return;
        }
        List<String> link =
            entry.type() == TarType.HARD_LINK
                ? PathNames.parts(entry.linkName(), false)
                : List.of();
        if (parts.isEmpty() && entry.type() != TarType.DIRECTORY) {
          throw new IllegalArgumentException("the root can only be a directory");
        }
        writer.write(entry, tar, parts, link, EntryWriter.attributes(entry));
      }
    }
  }

  /// The device that overlayfs itself marks deletions with; it can be nothing else in a layer.
  private static boolean isDeletion(TarEntry entry) {
    return entry.type() == TarType.CHARACTER_DEVICE && entry.major() == 0 && entry.minor() == 0;
  }

  private void whiteout(List<String> parts) throws IOException {
    if (lowest) {
      tree.noteDependence();
    } else {
      nodes.whiteout(parts);
    }
  }

  private void opaque(List<String> parent) throws IOException {
    nodes.opaque(parent);
  }

  private static List<String> with(List<String> parent, String name) {
    List<String> parts = new java.util.ArrayList<>(parent);
    parts.add(name);
    return parts;
  }

  private static String reason(FileSystemException e) {
    return switch (e) {
      case java.nio.file.NotDirectoryException _ -> "is not a directory";
      case java.nio.file.FileSystemLoopException _ -> "has too many symbolic links";
      case java.nio.file.NoSuchFileException n -> n.getReason() + ", but it does not exist";
      default -> String.valueOf(e.getReason());
    };
  }

  private static ContentException corrupt(TarEntry entry, String reason, Exception cause) {
    return new ContentException.Malformed(
        "entry '" + entry.name() + "' of the layer", reason, cause);
  }
}
