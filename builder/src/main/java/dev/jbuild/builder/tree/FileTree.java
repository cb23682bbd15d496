package dev.jbuild.builder.tree;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A tree of files that does not change while it is read.
///
/// Paths are those of [Entry#path]. No method follows a symbolic link in the last component, and
/// none ever leaves the tree. Safe for use by several threads.
public interface FileTree {

  /// What is at a path; empty when nothing is there, or when a parent is not a directory.
  Optional<Entry> stat(String path) throws IOException;

  /// The entries of a directory in the order of their names.
  ///
  /// @throws IOException when it cannot be read or is not a directory
  List<Entry> list(String directory) throws IOException;

  /// The data of a regular file.
  InputStream open(Entry file) throws IOException;

  /// Where the data of a regular file is on disk, for a copy that the kernel makes; empty when it
  /// is nowhere.
  default Optional<Path> location(Entry file) throws IOException {
    return Optional.empty();
  }

  /// A digest of everything about an entry that is neither in its own record nor below it: the data
  /// of a regular file and the extended attributes.
  Digest contentDigest(Entry entry) throws IOException;

  /// Extended attributes that copies keep, by full name.
  SortedMap<String, byte[]> attributes(Entry entry) throws IOException;

  /// Says that a whole subtree is about to be listed and digested, so that a tree that gains from
  /// doing so at once may.
  default void prefetch(String path) throws IOException {}

  /// Checks that an entry is still what it was when it was listed, after its data was used.
  ///
  /// @throws IOException when it changed, naming it
  default void verifyUnchanged(Entry entry) throws IOException {}

  /// Why nothing is at a path although a user may think so, as advice for an error message; empty
  /// when there is nothing to say.
  default String explainMissing(String path) throws IOException {
    return "";
  }
}
