package dev.jbuild.builder;

import dev.jbuild.dockerfile.ignore.IgnorePattern;
import java.util.List;

/// What of a directory goes into a build context, what does not, and which line of the ignore file
/// decided.
///
/// @param ignoreFile name of the ignore file, empty when there is none
/// @param included everything that goes in
/// @param directories what goes in by first directory, in the order of names; the files that are in
///   none of them come first, as `.`
/// @param excluded everything that was looked at and stays out
/// @param patterns what each line of the ignore file decided, in the order of the file
/// @param problems directories that could not be read, with the reason
public record ContextReport(
    String ignoreFile,
    Total included,
    List<Directory> directories,
    Total excluded,
    List<Decision> patterns,
    List<String> problems) {

  public ContextReport {
    directories = List.copyOf(directories);
    patterns = List.copyOf(patterns);
    problems = List.copyOf(problems);
  }

  /// Files and links, and the bytes of the files.
  public record Total(long files, long bytes) {
    /// Nothing.
    public static final Total NONE = new Total(0, 0);

    /// Both together.
    public Total plus(Total other) {
      return new Total(files + other.files, bytes + other.bytes);
    }
  }

  /// A directory at the root of the context.
  public record Directory(String path, Total total) {}

  /// What one line decided.
  ///
  /// @param paths the paths it excluded or brought back; a directory stands for all that is in it
  public record Decision(IgnorePattern pattern, List<Item> paths) {
    public Decision {
      paths = List.copyOf(paths);
    }
  }

  /// A file, link or whole directory.
  ///
  /// @param lookedInto whether the total is known: excluded directories are not looked into when
  ///   nothing in them can be brought back
  public record Item(String path, boolean directory, boolean lookedInto, Total total) {}
}
