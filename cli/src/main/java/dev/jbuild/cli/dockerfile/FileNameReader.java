package dev.jbuild.cli.dockerfile;

import dev.jbuild.linux.FileNames;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Reads a list of file names as it comes in, each ended by one byte: a line feed or NUL.
///
/// Names are bytes; those that are not UTF-8 survive as [FileNames] describes. Empty names are
/// skipped, for no file has one.
public final class FileNameReader {
  /// No path that the kernel takes is longer, path_resolution(7).
  private static final int LONGEST = 4096;

  private final InputStream in;
  private final int end;

  /// A reader of names that end in this byte.
  public FileNameReader(InputStream in, char end) {
    this.in = new BufferedInputStream(in);
    this.end = end;
  }

  /// The next name, null when there is none.
  ///
  /// @throws IOException when the list can't be read, or a name is longer than a path can be
  public @Nullable String next() throws IOException {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      boolean ended = b < 0 || b == end;
      if (ended && name.size() > 0) {
        return FileNames.decode(name.toByteArray());
      }
      if (b < 0) {
        return null;
      }
      if (!ended) {
        name.write(b);
      }
      if (name.size() > LONGEST) {
        throw new IOException(
            "the list of file names has one of more than "
                + LONGEST
                + " bytes, which is longer than a path can be; is this a list of names?");
      }
    }
  }
}
