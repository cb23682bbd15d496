package dev.jbuild.layer;

import dev.jbuild.layer.tree.LowerFiles;
import dev.jbuild.layer.tree.OpaqueDirectories;
import dev.jbuild.layer.tree.OverlayForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A stack of layers as one read-only tree, as an overlay mount of them would show it, without
/// mounting anything.
///
/// Paths are those of the image; `/` and the empty path are its root. Symbolic links are followed
/// inside the view: a link to `/etc` means the image's `/etc`, and `..` never leaves the root. The
/// view reads the disk on each call and keeps nothing, so it shows a draft as it is now. Safe for
/// many threads.
///
/// Follows the kernel's overlayfs documentation, "whiteouts and opaque directories".
public final class UnionView {
  /// Visits the files of a walk.
  @FunctionalInterface
  public interface Visitor {
    /// Takes one file; a directory comes before what is in it.
    ///
    /// @return whether to go into it, if it is a directory
    boolean visit(TreeEntry entry) throws IOException;
  }

  /// As the kernel: more links in one path are a loop.
  private static final int MAX_LINKS = 40;

  private final List<MergedDirectory.Tree> trees;

  private UnionView(List<MergedDirectory.Tree> topFirst) {
    this.trees = List.copyOf(topFirst);
  }

  /// The view of layers, lowest first.
  public static UnionView of(List<Layer> layers) {
    return new UnionView(trees(layers));
  }

  /// The view of a directory in overlay form over layers, lowest first.
  ///
  /// @param opaque tells which directories of `upper`, by path without leading slash, hide what is
  ///   below them
  public static UnionView of(List<Layer> layers, Path upper, Predicate<String> opaque) {
    List<MergedDirectory.Tree> trees = trees(layers);
    trees.addFirst(new MergedDirectory.Tree(upper, opaque));
    return new UnionView(trees);
  }

  /// The view of a directory that an overlay mount writes into, over layers, lowest first.
  ///
  /// @throws IOException when this process cannot see the marks that the overlay left
  public static UnionView over(List<Layer> layers, Path upper) throws IOException {
    if (!layers.isEmpty()) {
      OverlayForm.current().requireSight(upper);
    }
    return of(layers, upper, new OpaqueDirectories(upper));
  }

  private static List<MergedDirectory.Tree> trees(List<Layer> layers) {
    List<MergedDirectory.Tree> trees = new ArrayList<>();
    for (Layer layer : layers.reversed()) {
      Set<String> opaque = layer.opaque();
      trees.add(new MergedDirectory.Tree(layer.directory(), opaque::contains));
    }
    return trees;
  }

  /// The file at the path; links in the middle are followed, a link at the end is what is returned.
  ///
  /// @throws FileSystemLoopException when too many links follow each other
  public Optional<TreeEntry> stat(String path) throws IOException {
    return stat(path, false);
  }

  /// The file at the path.
  ///
  /// @param followLast whether a link at the end is followed too
  public Optional<TreeEntry> stat(String path, boolean followLast) throws IOException {
    return walkTo(path, followLast).found();
  }

  /// The path without links: where a process in the container would end up. Parts that are not
  /// there are kept as they are.
  public String resolve(String path, boolean followLast) throws IOException {
    return walkTo(path, followLast).path();
  }

  /// The files in a directory, in the order of their names.
  ///
  /// @throws NoSuchFileException when it is not there
  /// @throws NotDirectoryException when it is something else
  public List<TreeEntry> list(String directory) throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    for (MergedDirectory.Child child : directory(directory).children()) {
      entries.add(child.entry());
    }
    return entries;
  }

  /// All attributes of a file that a view showed, the extended ones included, as [TreeWriter] sets
  /// them. Marks of overlayfs and labels that only mean something on this host are left out.
  public static FileAttributes attributes(TreeEntry file) throws IOException {
    return LowerFiles.attributes(OverlayForm.current(), file);
  }

  /// Opens a regular file; links are followed.
  ///
  /// @throws NoSuchFileException when it is not there
  public InputStream open(String path) throws IOException {
    TreeEntry entry =
        stat(path, true).orElseThrow(() -> new NoSuchFileException(path, null, "not in the image"));
    if (!entry.isFile()) {
      throw new NoSuchFileException(path, null, "is not a regular file in the image");
    }
    return Channels.newInputStream(
        Files.newByteChannel(
            entry.location(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  /// Visits the file at the path and all below it, directories before their content, in the order
  /// of names. Nothing happens when there is nothing at the path; links are not followed, except in
  /// the middle of the path given.
  public void walk(String path, Visitor visitor) throws IOException {
    Step step = walkTo(path, false);
    if (step.found().isPresent() && visitor.visit(step.found().get()) && step.directory() != null) {
      walk(step.directory(), visitor);
    }
  }

  private static void walk(MergedDirectory directory, Visitor visitor) throws IOException {
    for (MergedDirectory.Child child : directory.children()) {
      if (visitor.visit(child.entry()) && child.directory() != null) {
        walk(child.directory(), visitor);
      }
    }
  }

  private MergedDirectory directory(String path) throws IOException {
    Step step = walkTo(path, true);
    if (step.found().isEmpty()) {
      throw new NoSuchFileException(path, null, "not in the image");
    }
    if (step.directory() == null) {
      throw new NotDirectoryException(path);
    }
    return step.directory();
  }

  /// Where a walk along a path ended: `entry` is null when nothing is there, `directory` when it is
  /// no directory.
  private record Step(String path, @Nullable TreeEntry entry, @Nullable MergedDirectory directory) {
    Optional<TreeEntry> found() {
      return Optional.ofNullable(entry);
    }
  }

  private Step walkTo(String path, boolean followLast) throws IOException {
    Deque<String> rest = new ArrayDeque<>(List.of(path.split("/")));
    Deque<Step> way = new ArrayDeque<>();
    MergedDirectory root = MergedDirectory.root(trees);
    way.push(new Step("/", root.entry(), root));
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        if (way.size() > 1) {
          way.pop();
        }
        continue;
      }
      Step next = step(way.element(), name);
      if (next.entry() != null && next.entry().isSymlink() && (followLast || !rest.isEmpty())) {
        if (++links > MAX_LINKS) {
          throw new FileSystemLoopException(path);
        }
        String target = next.entry().target();
        if (target.startsWith("/")) {
          while (way.size() > 1) {
            way.pop();
          }
        }
        List.of(target.split("/")).reversed().forEach(rest::push);
      } else {
        way.push(next);
      }
    }
    return way.element();
  }

  private static Step step(Step parent, String name) throws IOException {
    String path = parent.path().equals("/") ? "/" + name : parent.path() + "/" + name;
    MergedDirectory.@Nullable Child child =
        parent.directory() == null ? null : parent.directory().child(name);
    return child == null
        ? new Step(path, null, null)
        : new Step(path, child.entry(), child.directory());
  }
}
