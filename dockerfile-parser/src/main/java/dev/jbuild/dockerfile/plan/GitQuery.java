package dev.jbuild.dockerfile.plan;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A git URL with what its query says: `?branch=main&subdir=docs` and the like, an alternative to
/// `#main:docs`.
///
/// @param url without a query; reference and directory are behind a `#`
/// @param keepDirectory null when the query does not say
/// @param checksum a commit, or empty
record GitQuery(String url, @Nullable Boolean keepDirectory, String checksum, boolean submodules) {

  static GitQuery parse(String source) throws PlanException {
    int hash = source.indexOf('#');
    String fragment = hash < 0 ? "" : source.substring(hash + 1);
    String remote = hash < 0 ? source : source.substring(0, hash);
    int mark = remote.indexOf('?');
    if (mark < 0) {
      return new GitQuery(source, null, "", true);
    }
    return new Reader(source).read(remote.substring(0, mark), remote.substring(mark + 1), fragment);
  }

  /// The state of reading one query.
  private static final class Reader {
    private final String source;
    private final Map<String, String> values = new HashMap<>();

    Reader(String source) {
      this.source = source;
    }

    GitQuery read(String remote, String query, String fragment) throws PlanException {
      for (String part : query.split("&")) {
        if (!part.isEmpty()) {
          add(part);
        }
      }
      int colon = fragment.indexOf(':');
      String directory = colon < 0 ? "" : fragment.substring(colon + 1);
      directory = same("subdir", directory, values.getOrDefault("subdir", ""));
      String reference = colon < 0 ? fragment : fragment.substring(0, colon);
      reference = same("ref", reference, values.getOrDefault("ref", ""));
      if (values.containsKey("tag") && values.containsKey("branch")) {
        throw wrong("names a tag and a branch");
      }
      reference = same("ref", reference, full("refs/tags/", "tag"));
      reference = same("ref", reference, full("refs/heads/", "branch"));
      String commit = values.getOrDefault("checksum", values.getOrDefault("commit", ""));
      reference = reference.isEmpty() ? commit : reference;
      String behind = reference + (directory.isEmpty() ? "" : ":" + directory);
      return new GitQuery(
          behind.isEmpty() ? remote : remote + "#" + behind,
          truth("keep-git-dir"),
          commit,
          !Boolean.FALSE.equals(truth("submodules")));
    }

    private void add(String part) throws PlanException {
      int equals = part.indexOf('=');
      String name = PercentText.decode(equals < 0 ? part : part.substring(0, equals));
      String value = equals < 0 ? "" : PercentText.decode(part.substring(equals + 1));
      switch (name) {
        case "keep-git-dir", "submodules" -> value = value.isEmpty() ? "true" : value;
        case "ref", "tag", "branch", "subdir", "checksum", "commit" -> {
          if (value.isEmpty()) {
            throw wrong("has no value for '" + name + "'");
          }
        }
        default -> throw wrong("has '" + name + "' in its query, which is not known");
      }
      if (values.put(name, value) != null) {
        throw wrong("has several values for '" + name + "'");
      }
    }

    private String full(String prefix, String name) {
      String value = values.getOrDefault(name, "");
      return value.isEmpty() || value.startsWith(prefix) ? value : prefix + value;
    }

    private String same(String name, String first, String second) throws PlanException {
      if (!first.isEmpty() && !second.isEmpty() && !first.equals(second)) {
        throw wrong("has two values for '" + name + "', '" + first + "' and '" + second + "'");
      }
      return first.isEmpty() ? second : first;
    }

    private @Nullable Boolean truth(String name) throws PlanException {
      String value = values.get(name);
      return switch (value) {
        case null -> null;
        case "1", "t", "T", "true", "TRUE", "True" -> true;
        case "0", "f", "F", "false", "FALSE", "False" -> false;
        default -> throw wrong("has '" + value + "' for '" + name + "', expected true or false");
      };
    }

    private PlanException wrong(String what) {
      return new PlanException("the git repository '" + source + "' " + what, source);
    }
  }
}
