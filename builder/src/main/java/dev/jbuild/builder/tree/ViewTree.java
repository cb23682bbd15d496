package dev.jbuild.builder.tree;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The merged layers of a stage or an image as a tree. Listings and digests are kept in memory: the
/// layers do not change.
public final class ViewTree implements FileTree {
  private final UnionView view;
  private final Map<String, List<Entry>> listings = new ConcurrentHashMap<>();
  private final Map<String, TreeEntry> found = new ConcurrentHashMap<>();
  private final Map<String, Digest> digests = new ConcurrentHashMap<>();

  public ViewTree(UnionView view) {
    this.view = view;
  }

  @Override
  public Optional<Entry> stat(String path) throws IOException {
    Optional<TreeEntry> entry = view.stat("/" + path);
    return entry.isPresent() ? Optional.of(entry(path, entry.get())) : Optional.empty();
  }

  @Override
  public List<Entry> list(String directory) throws IOException {
    List<Entry> known = listings.get(directory);
    if (known != null) {
      return known;
    }
    List<Entry> entries = new ArrayList<>();
    for (TreeEntry child : view.list("/" + directory)) {
      entries.add(entry(join(directory, child.name()), child));
    }
    listings.put(directory, List.copyOf(entries));
    return entries;
  }

  @Override
  public void prefetch(String path) throws IOException {
    Map<String, List<Entry>> read = new java.util.HashMap<>();
    String prefix = path.isEmpty() ? "" : path + "/";
    view.walk(
        "/" + path,
        child -> {
          String full = child.path().substring(1);
          if (child.isDirectory()) {
            read.putIfAbsent(full, new ArrayList<>());
          }
          if (!full.equals(path) && full.startsWith(prefix)) {
            int slash = full.lastIndexOf('/');
            String parent = slash < 0 ? "" : full.substring(0, slash);
            read.computeIfAbsent(parent, _ -> new ArrayList<>()).add(entry(full, child));
          }
          return true;
        });
    read.forEach((directory, entries) -> listings.put(directory, List.copyOf(entries)));
  }

  private static String join(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  private Entry entry(String path, TreeEntry e) {
    found.put(path, e);
    Entry.Type type =
        switch (e.kind()) {
          case FILE -> Entry.Type.FILE;
          case DIRECTORY -> Entry.Type.DIRECTORY;
          case SYMLINK -> Entry.Type.SYMLINK;
          case CHARACTER_DEVICE -> Entry.Type.CHARACTER_DEVICE;
          case BLOCK_DEVICE -> Entry.Type.BLOCK_DEVICE;
          case FIFO -> Entry.Type.PIPE;
        };
    return new Entry(
        path,
        type,
        e.mode(),
        e.uid(),
        e.gid(),
        e.size(),
        e.modified(),
        Instant.EPOCH,
        0,
        e.inode(),
        e.links(),
        e.device(),
        e.target());
  }

  private TreeEntry found(Entry entry) throws IOException {
    TreeEntry known = found.get(entry.path());
    if (known == null) {
      throw new IOException("'/" + entry.path() + "' is not an entry of this tree");
    }
    return known;
  }

  /// Opens the file where it is on disk, which is no path through the image: links cannot mislead.
  @Override
  public InputStream open(Entry file) throws IOException {
    return Files.newInputStream(found(file).location(), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Optional<java.nio.file.Path> location(Entry file) throws IOException {
    return Optional.of(found(file).location());
  }

  @Override
  public Digest contentDigest(Entry entry) throws IOException {
    Digest known = digests.get(entry.path());
    if (known == null) {
      known =
          new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(FileHash.of(this, entry)));
      digests.put(entry.path(), known);
    }
    return known;
  }

  @Override
  public SortedMap<String, byte[]> attributes(Entry entry) throws IOException {
    return new TreeMap<>(UnionView.attributes(found(entry)).xattrs());
  }
}
