package dev.jbuild.registry.server.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Users and their bcrypt hashes, as `htpasswd -B` writes them: one `user:hash` on a line, blank
/// lines and lines that start with `#` left out.
public final class Htpasswd {
  private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

  /// A hash of a cost above this would take minutes to check.
  private static final int MAX_COST = 17;

  private final Map<String, String> hashes;

  private Htpasswd(Map<String, String> hashes) {
    this.hashes = hashes;
  }

  /// Reads the lines of a file.
  ///
  /// @throws IllegalArgumentException naming the line that cannot be used and how to mend it
  public static Htpasswd parse(String text) {
    Map<String, String> hashes = new LinkedHashMap<>();
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("line " + number + " is not of the form 'user:hash'");
      }
      String user = line.substring(0, colon);
      String hash = line.substring(colon + 1);
      checkHash(number, user, hash);
      if (hashes.put(user, hash) != null) {
        throw new IllegalArgumentException(
            "line %d lists user '%s' a second time".formatted(number, user));
      }
    }
    return new Htpasswd(hashes);
  }

  private static void checkHash(int number, String user, String hash) {
    if (!BCRYPT.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "line %d has %s for user '%s', only bcrypt is supported; make it with 'htpasswd -B FILE %s'"
              .formatted(number, kind(hash), user, user));
    }
    int cost = Integer.parseInt(hash.substring(4, 6));
    if (cost < 4 || cost > MAX_COST) {
      throw new IllegalArgumentException(
          "line %d has a bcrypt hash of cost %d for user '%s', expected 4 to %d"
              .formatted(number, cost, user, MAX_COST));
    }
  }

  private static String kind(String hash) {
    if (hash.startsWith("$apr1$") || hash.startsWith("$1$")) {
      return "an MD5 hash";
    }
    if (hash.startsWith("{SHA}")) {
      return "a SHA-1 hash";
    }
    if (hash.startsWith("$5$") || hash.startsWith("$6$")) {
      return "a SHA-crypt hash";
    }
    return hash.startsWith("$2") ? "a malformed bcrypt hash" : "no bcrypt hash";
  }

  /// The hash of a user's password.
  public Optional<String> hash(String user) {
    return Optional.ofNullable(hashes.get(user));
  }

  /// Any hash there is, so that an unknown user costs as much time as a known one.
  public Optional<String> anyHash() {
    return hashes.values().stream().findFirst();
  }

  public int size() {
    return hashes.size();
  }
}
