package dev.jbuild.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// Writes files into a [LayerDraft], below its root and nowhere else.
///
/// Paths are absolute or relative to the root of the image, which is the same; `.` and `..` are
/// resolved by text, and `..` never leaves the root. Symbolic links in the middle of a path are
/// followed as a process in the container would follow them, through the draft and its parents; a
/// link at the end is replaced, not followed. Parents that exist only in lower layers are taken
/// over with their attributes; parents that exist nowhere are made with mode 0755, owner root and
/// time 0, unless [#directories] makes them first. What is at the path already is replaced, except
/// that a directory over a directory keeps its content. Modification times of directories are set
/// last, so that writing into one does not change it.
///
/// Not for two threads at once. Names of the form `.wh.*` are refused: layers cannot carry them.
public interface TreeWriter {
  /// Makes a directory, or gives the attributes to the one that is there.
  void directory(String path, FileAttributes attributes) throws IOException;

  /// Makes a directory and those above it as far as they are missing; existing ones stay as they
  /// are.
  void directories(String path, FileAttributes attributes) throws IOException;

  /// Writes a regular file with all bytes of the stream.
  void file(String path, FileAttributes attributes, InputStream content) throws IOException;

  /// Writes a regular file with the content of another, which the kernel copies.
  void file(String path, FileAttributes attributes, Path content) throws IOException;

  /// Makes a symbolic link; the target is any text.
  void symlink(String path, String target, FileAttributes attributes) throws IOException;

  /// Makes a second name for a file that this writer has written.
  void hardLink(String path, String existing) throws IOException;

  /// Makes a device or a FIFO.
  void special(String path, FileKind kind, int major, int minor, FileAttributes attributes)
      throws IOException;

  /// Removes a file or a whole directory from what the image shows; nothing there is no error.
  void remove(String path) throws IOException;

  /// Unpacks a tar archive, plain or compressed as its first bytes tell, into a directory that must
  /// exist. Bzip2 and xz are read too.
  ///
  /// @param change what each entry's attributes become
  /// @throws ContentException.Corrupt when it is not an archive, or an entry lies outside it
  void unpack(InputStream archive, String directory, UnaryOperator<FileAttributes> change)
      throws IOException;
}
