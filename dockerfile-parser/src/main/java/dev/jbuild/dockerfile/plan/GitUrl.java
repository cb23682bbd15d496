package dev.jbuild.dockerfile.plan;

import java.util.Locale;

/// Tells git repositories among the sources of ADD: `git://` and `ssh://` URLs, `user@host:path`,
/// and HTTP URLs whose path ends in `.git`.
final class GitUrl {

  private GitUrl() {}

  static boolean isGit(String source) {
    int scheme = source.indexOf("://");
    if (scheme > 0 && isWord(source.substring(0, scheme), "")) {
      return switch (source.substring(0, scheme).toLowerCase(Locale.ROOT)) {
        case "git", "ssh" -> true;
        case "http", "https" -> path(source.substring(scheme + 3)).endsWith(".git");
        default -> false;
      };
    }
    return isScp(source);
  }

  private static String path(String rest) {
    int slash = rest.indexOf('/');
    int end = rest.length();
    for (int i = 0; i < rest.length(); i++) {
      if (rest.charAt(i) == '?' || rest.charAt(i) == '#') {
        end = i;
        break;
      }
    }
    return slash < 0 || slash > end ? "" : rest.substring(slash, end);
  }

  private static boolean isScp(String source) {
    int at = source.indexOf('@');
    int colon = source.indexOf(':');
    return at > 0
        && colon > at + 1
        && isWord(source.substring(0, at), "-_")
        && isWord(source.substring(at + 1, colon), "-.");
  }

  private static boolean isWord(String text, String others) {
    return text.chars()
        .allMatch(c -> (c < 0x80 && Character.isLetterOrDigit(c)) || others.indexOf(c) >= 0);
  }
}
