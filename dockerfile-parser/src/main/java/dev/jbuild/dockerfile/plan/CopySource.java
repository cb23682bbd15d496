package dev.jbuild.dockerfile.plan;

import java.util.Optional;

/// One source operand of COPY or ADD.
public sealed interface CopySource {

  /// A path or wildcard pattern in the origin.
  ///
  /// @param pattern absolute and clean, cannot leave the origin's root; with a pivot, relative to
  ///   it
  /// @param pivot with `--parents`: the directory before `/./`, absolute and clean, which is not
  ///   kept under the destination, `/` when none was written; empty without `--parents`
  record Path(String pattern, Optional<String> pivot) implements CopySource {}

  /// A file written in the Dockerfile as a heredoc, variables expanded; mode 0644 unless `--chmod`.
  record Inline(String name, String content) implements CopySource {}

  /// A remote file, mode 0600 unless `--chmod`.
  ///
  /// @param fileName name to store under when the destination is a directory
  /// @param checksum expected digest, if given
  record Http(String url, String fileName, Optional<String> checksum) implements CopySource {}

  /// A git repository.
  ///
  /// @param url without a query; what that says is behind a `#` and in the other parts
  /// @param checksum expected commit or a prefix of it, if given
  record Git(String url, boolean keepGitDirectory, Optional<String> checksum, boolean submodules)
      implements CopySource {}
}
