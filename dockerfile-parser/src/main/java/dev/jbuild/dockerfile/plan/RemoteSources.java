package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.instruction.AddInstruction;
import dev.jbuild.dockerfile.instruction.Transfer;
import java.util.Locale;
import java.util.Optional;

/// Tells URLs and git repositories from paths, and reads them for ADD.
final class RemoteSources {

  private static final String UNNAMED = "__unnamed__";

  private final AddInstruction add;
  private final String checksum;

  RemoteSources(AddInstruction add, String checksum) {
    this.add = add;
    this.checksum = checksum;
  }

  /// Refuses sources that only ADD takes.
  static void refuse(String source) throws PlanException {
    if (GitUrl.isGit(source)) {
      throw new PlanException(
          "COPY cannot take the git repository '" + source + "'", source, "use ADD");
    }
    if (isHttp(source)) {
      throw new PlanException("COPY cannot take the URL '" + source + "'", source, "use ADD");
    }
  }

  /// Whether a source of ADD is a URL or a git repository.
  static boolean isRemote(String source) {
    return isHttp(source) || GitUrl.isGit(source);
  }

  private static boolean isHttp(String source) {
    return source.startsWith("http://") || source.startsWith("https://");
  }

  void checkChecksum(Transfer transfer) throws PlanException {
    if (checksum.isEmpty()) {
      return;
    }
    if (transfer.sources().size() != 1) {
      throw new PlanException("--checksum needs exactly one source", "--checksum");
    }
    String source = transfer.sources().getFirst();
    if (!isHttp(source) && !GitUrl.isGit(source)) {
      throw new PlanException(
          "--checksum is given for '" + source + "', which is neither a URL nor a git repository",
          "--checksum",
          "remove it; local files are part of the cache key anyway");
    }
  }

  /// The remote source that the text names, if any.
  Optional<CopySource> find(String source) throws PlanException {
    if (GitUrl.isGit(source)) {
      return Optional.of(git(GitQuery.parse(source)));
    }
    if (!isHttp(source)) {
      return Optional.empty();
    }
    if (!checksum.isEmpty() && !isDigest(checksum)) {
      throw new PlanException(
          "'" + checksum + "' is not a checksum", checksum, "write it as sha256: and 64 digits");
    }
    return Optional.of(new CopySource.Http(source, fileName(source), given(checksum)));
  }

  private CopySource git(GitQuery git) throws PlanException {
    Boolean flag = add.keepGitDirectory();
    Boolean asked = git.keepDirectory();
    if (flag != null && asked != null && !flag.equals(asked)) {
      throw new PlanException("--keep-git-dir contradicts the URL's query", "--keep-git-dir");
    }
    if (!checksum.isEmpty() && !git.checksum().isEmpty() && !checksum.equals(git.checksum())) {
      throw new PlanException("--checksum contradicts the URL's query", "--checksum");
    }
    String commit = git.checksum().isEmpty() ? checksum : git.checksum();
    boolean keep = asked == null ? Boolean.TRUE.equals(flag) : asked;
    return new CopySource.Git(git.url(), keep, given(commit), git.submodules());
  }

  private static Optional<String> given(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private static boolean isDigest(String text) {
    int length = text.startsWith("sha256:") ? 64 : text.startsWith("sha512:") ? 128 : -1;
    String hex = text.substring(text.indexOf(':') + 1);
    return hex.length() == length
        && hex.equals(hex.toLowerCase(Locale.ROOT))
        && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /// Last part of the URL's path, with percent escapes resolved.
  static String fileName(String url) {
    String rest = url.substring(url.indexOf("://") + 3);
    int end = rest.length();
    for (int i = 0; i < rest.length(); i++) {
      if (rest.charAt(i) == '?' || rest.charAt(i) == '#') {
        end = i;
        break;
      }
    }
    int slash = rest.indexOf('/');
    String path = slash < 0 || slash > end ? "" : PercentText.decode(rest.substring(slash, end));
    String base = UnixPath.base(path);
    return base.equals(".") || base.equals("/") ? UNNAMED : base;
  }
}
