package dev.jbuild.builder.context;

import dev.jbuild.builder.tree.Entry;
import dev.jbuild.builder.tree.ExtendedAttributes;
import dev.jbuild.builder.tree.FileHash;
import dev.jbuild.builder.tree.FileTree;
import dev.jbuild.builder.tree.IoReason;
import dev.jbuild.builder.tree.PathFilter;
import dev.jbuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;

/// The files of a context directory that its ignore file lets through.
///
/// Each directory is read once, when it is first asked for; directories that no step names are
/// never read. A file is read only when the [StatIndex] does not know its digest. Thread-safe: the
/// listings are immutable once made, and two threads that ask for one at once both get the same.
public class ContextTree implements FileTree {
  private final PathFilter ignore;
  private final StatIndex index;
  private final ForkJoinPool pool;
  private final Directories directories;
  private final boolean attributesSupported;
  private final Map<String, List<Entry>> listings = new ConcurrentHashMap<>();

  /// A tree over a directory that exists.
  ///
  /// @param pool does walks and hashing side by side; not closed here
  public ContextTree(Path root, PathFilter ignore, StatIndex index, ForkJoinPool pool)
      throws IOException {
    this.ignore = ignore;
    this.index = index;
    this.pool = pool;
    this.directories = new Directories(root);
    this.attributesSupported =
        Files.getFileStore(root).supportsFileAttributeView(UserDefinedFileAttributeView.class);
  }

  @Override
  public Optional<Entry> stat(String path) throws IOException {
    if (path.isEmpty()) {
      return directories.stat("");
    }
    int slash = path.lastIndexOf('/');
    String parent = slash < 0 ? "" : path.substring(0, slash);
    Optional<Entry> directory = stat(parent);
    if (directory.isEmpty() || !directory.get().isDirectory()) {
      return Optional.empty();
    }
    List<Entry> siblings = listings.get(parent);
    if (siblings != null) {
      return siblings.stream().filter(e -> e.path().equals(path)).findFirst();
    }
    Optional<Entry> entry = directories.stat(path);
    return entry.isPresent() && visible(entry.get()) ? entry : Optional.empty();
  }

  @Override
  public List<Entry> list(String directory) throws IOException {
    List<Entry> known = listings.get(directory);
    if (known != null) {
      return known;
    }
    List<Entry> visible = new ArrayList<>();
    for (Entry entry : directories.list(directory)) {
      if (visible(entry)) {
        visible.add(entry);
      }
    }
    List<Entry> listing = List.copyOf(visible);
    List<Entry> other = listings.putIfAbsent(directory, listing);
    return other != null ? other : listing;
  }

  /// An excluded directory is seen when something below it is let through.
  private boolean visible(Entry entry) throws IOException {
    if (!ignore.excludes(entry.path())) {
      return true;
    }
    return entry.isDirectory()
        && ignore.mayIncludeBelow(entry.path())
        && !list(entry.path()).isEmpty();
  }

  @Override
  public void prefetch(String path) throws IOException {
    Optional<Entry> top = stat(path);
    if (top.isEmpty()) {
      return;
    }
    try {
      pool.invoke(new Prefetch(top.get()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private final class Prefetch extends RecursiveAction {
    private final Entry top;

    Prefetch(Entry top) {
      this.top = top;
    }

    @Override
    protected void compute() {
      try {
        if (top.isDirectory()) {
          ForkJoinTask.invokeAll(
              list(top.path()).stream().filter(this::worthIt).map(Prefetch::new).toList());
        } else {
          contentDigest(top);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// A file whose digest is known needs no task.
    private boolean worthIt(Entry entry) {
      return entry.isDirectory() || (entry.isFile() && index.find(entry).isEmpty());
    }
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    try {
      return Files.newInputStream(directories.path(file.path()), LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw Directories.failed("reading", file.path(), e);
    }
  }

  @Override
  public Optional<Path> location(Entry file) {
    return Optional.of(directories.path(file.path()));
  }

  @Override
  public Digest contentDigest(Entry entry) throws IOException {
    if (!entry.isFile() && !entry.isDirectory()) {
      return Digest.sha256(new byte[0]);
    }
    Optional<byte[]> known = index.find(entry);
    if (known.isPresent()) {
      return new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(known.get()));
    }
    byte[] digest;
    try {
      digest = FileHash.of(this, entry);
    } catch (FileSystemException e) {
      throw Directories.failed("reading", entry.path(), e);
    }
    verifyUnchanged(entry);
    index.put(entry, digest);
    return new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(digest));
  }

  @Override
  public SortedMap<String, byte[]> attributes(Entry entry) throws IOException {
    if (!attributesSupported || !(entry.isFile() || entry.isDirectory())) {
      return Collections.emptySortedMap();
    }
    try {
      return ExtendedAttributes.of(directories.path(entry.path()));
    } catch (FileSystemException e) {
      throw Directories.failed("reading extended attributes of", entry.path(), e);
    }
  }

  @Override
  public void verifyUnchanged(Entry entry) throws IOException {
    Optional<Entry> now = directories.stat(entry.path());
    if (now.isPresent() && now.get().equals(entry)) {
      return;
    }
    throw new IOException(
        "'%s' of the build context %s while it was being read; build again when nothing writes there"
            .formatted(entry.path(), now.isPresent() ? "changed" : "vanished"));
  }

  @Override
  public String explainMissing(String path) throws IOException {
    try {
      if (directories.stat(path).isPresent()) {
        return "the file is there but excluded by the ignore file";
      }
    } catch (IOException e) {
      return IoReason.of(e);
    }
    return "";
  }
}
