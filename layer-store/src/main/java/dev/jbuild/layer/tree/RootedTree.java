package dev.jbuild.layer.tree;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.tree.Directory.Place;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Credentials;
import dev.jbuild.linux.Errno;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A directory tree that is being written, in overlay form, on top of other layers.
///
/// Paths are parts below the root; links in the middle are followed as a process in the container
/// would, through the tree and the layers below. A parent that only lower layers have is taken over
/// with its attributes, one that no layer has is made with mode 0755. Not for two threads at once.
public final class RootedTree implements AutoCloseable {
  private static final int MAX_LINKS = 40;

  private final Fd root;
  private final Directory rootDirectory;
  private final UnionView below;
  private final OverlayForm form;
  private final boolean fresh;
  private final FileAttributes implied = implied();
  private final DirectoryCache cache = new DirectoryCache();
  private final DirectoryAttributes attributes;
  private final TreeSet<String> opaque = new TreeSet<>();
  private final TreeSet<String> standIns = new TreeSet<>();
  private boolean dependsOnBelow;

  /// @param fresh whether the directory is empty, so that only this object makes what is in it
  public RootedTree(Path directory, UnionView below, OverlayForm form, boolean fresh)
      throws IOException {
    this.root = Opening.directory(directory);
    this.below = below;
    this.form = form;
    this.fresh = fresh;
    this.attributes = new DirectoryAttributes(root);
    this.rootDirectory = new Directory("", root, false);
  }

  /// The attributes of a directory that nothing says anything about: root's, or those of the
  /// ordinary user who cannot give files to root.
  public static FileAttributes implied() {
    return FileAttributes.of(
        0755, Credentials.effectiveUser(), Credentials.effectiveGroup(), Instant.EPOCH);
  }

  /// Whether the tree has something that depends on the layers below: a parent taken over, or made
  /// up because no layer has it, or a copy of a lower file.
  public boolean dependsOnBelow() {
    return dependsOnBelow;
  }

  /// Notes that the tree depends on the layers below.
  public void noteDependence() {
    dependsOnBelow = true;
  }

  /// The directories made opaque so far, in order.
  public SequencedSet<String> opaque() {
    return opaque;
  }

  /// The files made so far that stand for devices, in order.
  public SequencedSet<String> standIns() {
    return standIns;
  }

  OverlayForm form() {
    return form;
  }

  /// Resolves all but the last part of a path.
  ///
  /// @throws IllegalArgumentException when the path has no last part
  Place place(List<String> parts) throws IOException {
    cache.trim();
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("it is the root itself");
    }
    return new Place(resolve(parts.subList(0, parts.size() - 1)), parts.getLast());
  }

  /// The parts of the path that a directory has without links; it is made when it is missing.
  public List<String> canonical(List<String> parts) throws IOException {
    cache.trim();
    return PathNames.parts(resolve(parts).path(), true);
  }

  /// Resolves a path to a directory, following links also at its end.
  Directory resolve(List<String> parts) throws IOException {
    return resolve(parts, implied);
  }

  /// Resolves a path to a directory; missing ones are made with these attributes.
  Directory resolve(List<String> parts, FileAttributes missing) throws IOException {
    if (parts.isEmpty()) {
      return rootDirectory;
    }
    String path = String.join("/", parts);
    Directory known = cache.get(path);
    if (known != null) {
      return known;
    }
    if (fresh) {
      Optional<Fd> straight = Opening.withoutLinks(root, path, Opening.READ | Opening.DIRECTORY);
      if (straight.isPresent()) {
        return opened(path, straight.get(), isHidden(path));
      }
    }
    return walk(parts, path, missing);
  }

  private Directory opened(String path, Fd fd, boolean hides) {
    Directory directory = new Directory(path, fd, hides);
    cache.put(directory);
    return directory;
  }

  private boolean isHidden(String path) {
    for (String p = path; !opaque.isEmpty() && !p.isEmpty(); p = PathNames.parent(p)) {
      if (opaque.contains(p)) {
        return true;
      }
    }
    return false;
  }

  private Directory walk(List<String> parts, String whole, FileAttributes missing)
      throws IOException {
    Deque<String> rest = new ArrayDeque<>(parts);
    Deque<Directory> way = new ArrayDeque<>();
    way.push(rootDirectory);
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
      Place place = new Place(way.element(), name);
      Directory known = cache.get(place.path());
      if (known != null) {
        way.push(known);
        continue;
      }
      String link = linkOr(place, way, missing);
      if (link != null) {
        if (++links > MAX_LINKS) {
          throw new FileSystemLoopException(whole);
        }
        if (link.startsWith("/")) {
          way.clear();
          way.push(rootDirectory);
        }
        List.of(link.split("/")).reversed().forEach(rest::push);
      }
    }
    return way.element();
  }

  /// Goes one step down, onto `way`, or returns the target of the link that stands there.
  private @Nullable String linkOr(Place place, Deque<Directory> way, FileAttributes missing)
      throws IOException {
    Fd parent = place.parent().fd();
    Optional<FileStatus> status = Attributes.status(parent, place.name());
    boolean whiteout = status.isPresent() && status.get().isWhiteout();
    if (status.isPresent() && !whiteout) {
      if (status.get().isSymlink()) {
        return Nodes.readLink(parent, place.name());
      }
      if (!status.get().isDirectory()) {
        throw new NotDirectoryException(place.path());
      }
      int flags = Opening.READ | Opening.DIRECTORY | Opening.NOFOLLOW;
      Fd fd = Opening.at(parent, place.name(), flags, 0);
      way.push(opened(place.path(), fd, place.parent().hides() || form.isOpaque(fd)));
      return null;
    }
    Optional<TreeEntry> lower = whiteout ? Optional.empty() : lower(place);
    dependsOnBelow |= !place.parent().hides();
    if (lower.isPresent() && lower.get().isSymlink()) {
      return lower.get().target();
    }
    if (lower.isPresent() && !lower.get().isDirectory()) {
      throw new NotDirectoryException(place.path());
    }
    FileAttributes taken = lower.isPresent() ? LowerFiles.attributes(form, lower.get()) : missing;
    way.push(makeDirectory(place, taken));
    return null;
  }

  /// What the layers below show at a place, unless the tree hides it.
  Optional<TreeEntry> lower(Place place) throws IOException {
    return place.parent().hides() ? Optional.empty() : below.stat("/" + place.path());
  }

  /// The status of a name in the tree itself.
  Optional<FileStatus> status(Place place) throws IOException {
    return Attributes.status(place.parent().fd(), place.name());
  }

  /// Makes a directory, or takes the one that is there, and gives it attributes when all is done.
  Directory makeDirectory(Place place, FileAttributes its) throws IOException {
    Fd parent = place.parent().fd();
    boolean hide = false;
    while (true) {
      try {
        Nodes.makeDirectory(parent, place.name(), 0700);
        attributes.touch(place.parent().path());
        break;
      } catch (SyscallException e) {
        if (e.errno() != Errno.EEXIST) {
          throw e;
        }
        FileStatus there = status(place).orElseThrow();
        if (there.isDirectory()) {
          break;
        }
        // A whiteout and then a directory: what is below stays hidden.
        hide |= there.isWhiteout();
        displace(place);
      }
    }
    Directory directory = open(place);
    attributes.set(place.path(), its);
    if (hide) {
      makeOpaque(directory);
    }
    return directory;
  }

  private Directory open(Place place) throws IOException {
    Directory known = cache.get(place.path());
    if (known != null) {
      return known;
    }
    int flags = Opening.READ | Opening.DIRECTORY | Opening.NOFOLLOW;
    Fd fd = Opening.at(place.parent().fd(), place.name(), flags, 0);
    boolean hides = fresh ? isHidden(place.path()) : place.parent().hides() || form.isOpaque(fd);
    return opened(place.path(), fd, hides);
  }

  /// Gives attributes to the root directory.
  public void rootAttributes(FileAttributes its) {
    attributes.set("", its);
  }

  /// Makes a directory of the tree hide what is below it.
  void makeOpaque(Directory directory) throws IOException {
    form.makeOpaque(directory.fd());
    opaque.add(directory.path());
    // Descriptors opened before do not know that they hide; open them again when wanted.
    if (!directory.path().isEmpty()) {
      cache.forget(directory.path());
    }
  }

  /// Removes whatever stands at a place in the tree.
  void displace(Place place) throws IOException {
    String path = place.path();
    cache.forget(path);
    attributes.forget(path);
    opaque.removeIf(o -> Directory.isWithin(o, path));
    standIns.removeIf(s -> Directory.isWithin(s, path));
    Nodes.removeTree(place.parent().fd(), place.name());
    attributes.touch(place.parent().path());
  }

  /// Notes that something was put into a directory, which changes its time.
  void touched(Directory directory) {
    attributes.touch(directory.path());
  }

  /// The names that the layers below show in their root.
  List<TreeEntry> lowerRoot() throws IOException {
    return below.list("/");
  }

  /// Gives directories the attributes they shall have; writing may go on afterwards.
  public void flush() throws IOException {
    cache.trim();
    attributes.apply();
  }

  @Override
  public void close() {
    cache.close();
    root.close();
  }
}
