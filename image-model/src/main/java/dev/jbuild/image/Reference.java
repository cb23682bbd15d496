package dev.jbuild.image;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of an image: registry host, repository path, and a tag, a digest, both or neither.
///
/// Follows the grammar of docker's familiar names: `busybox` is `docker.io/library/busybox`, the
/// first component is a host only when it has a dot, a colon, an upper-case letter or is
/// `localhost`. `toString` gives the full name, [#familiar()] the short one that users type.
public record Reference(
    String domain, String path, @Nullable String tagOrNull, @Nullable Digest digestOrNull) {

  /// The host that names without one mean.
  public static final String DEFAULT_DOMAIN = "docker.io";

  /// The tag that names without tag and digest mean.
  public static final String DEFAULT_TAG = "latest";

  private static final String OFFICIAL_PREFIX = "library/";
  private static final int MAX_NAME = 255;

  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*"
              + "|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern HEX_ID = Pattern.compile("[0-9a-f]{64}");

  public Reference {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(path);
  }

  /// Reads a reference as users type it.
  ///
  /// @throws IllegalArgumentException naming the part that breaks the grammar
  public static Reference parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("image reference is empty");
    }
    String rest = text;
    Digest digest = null;
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = digestOf(text, rest.substring(at + 1));
      rest = rest.substring(0, at);
    }
    String tag = null;
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = rest.substring(colon + 1);
      rest = rest.substring(0, colon);
      if (!TAG.matcher(tag).matches()) {
        throw invalid(text, "tag '" + tag + "' must be 1 to 128 letters, digits, '_', '.' or '-'");
      }
    }
    if (digest == null && tag == null && HEX_ID.matcher(rest).matches()) {
      throw invalid(text, "64 hexadecimal digits name an image ID, not a repository");
    }
    int slash = rest.indexOf('/');
    String domain = DEFAULT_DOMAIN;
    String path = rest;
    if (slash >= 0 && isHost(rest.substring(0, slash))) {
      domain = rest.substring(0, slash);
      path = rest.substring(slash + 1);
      if (!HOST.matcher(domain).matches()) {
        throw invalid(text, "registry host '" + domain + "' is malformed");
      }
      if (domain.equals("index.docker.io")) {
        domain = DEFAULT_DOMAIN;
      }
    }
    checkPath(text, path);
    if (domain.equals(DEFAULT_DOMAIN) && path.indexOf('/') < 0) {
      path = OFFICIAL_PREFIX + path;
    }
    if (domain.length() + 1 + path.length() > MAX_NAME) {
      throw invalid(text, "the name is longer than " + MAX_NAME + " characters");
    }
    return new Reference(domain, path, tag, digest);
  }

  private static boolean isHost(String component) {
    return component.indexOf('.') >= 0
        || component.indexOf(':') >= 0
        || component.equals("localhost")
        || component.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
  }

  private static void checkPath(String text, String path) {
    if (path.isEmpty()) {
      throw invalid(text, "the repository name is empty");
    }
    for (String component : path.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        throw invalid(
            text,
            component.chars().anyMatch(Character::isUpperCase)
                ? "repository name must be lower case"
                : "'"
                    + component
                    + "' is not a name of lower-case letters and digits separated by '.', '_' or '-'");
      }
    }
  }

  private static Digest digestOf(String text, String digest) {
    try {
      return Digest.parse(digest);
    } catch (IllegalArgumentException e) {
      throw invalid(text, e.getMessage());
    }
  }

  private static IllegalArgumentException invalid(String text, @Nullable String reason) {
    return new IllegalArgumentException("invalid image reference '" + text + "': " + reason);
  }

  /// The tag, when one was given.
  public Optional<String> tag() {
    return Optional.ofNullable(tagOrNull);
  }

  /// The digest, when one was given.
  public Optional<Digest> digest() {
    return Optional.ofNullable(digestOrNull);
  }

  /// The same name with tag `latest` when it has neither tag nor digest.
  public Reference withDefaultTag() {
    return tagOrNull == null && digestOrNull == null
        ? new Reference(domain, path, DEFAULT_TAG, null)
        : this;
  }

  /// The same repository under another tag, without digest.
  public Reference withTag(String tag) {
    Matcher m = TAG.matcher(tag);
    if (!m.matches()) {
      throw invalid(repository() + ":" + tag, "tag '" + tag + "' is malformed");
    }
    return new Reference(domain, path, tag, null);
  }

  /// The same repository at a digest, without tag.
  public Reference withDigest(Digest digest) {
    return new Reference(domain, path, null, digest);
  }

  /// Registry host and path, without tag and digest.
  public String repository() {
    return domain + "/" + path;
  }

  /// The repository as users type it: without `docker.io/` and `library/`.
  public String familiarRepository() {
    if (!domain.equals(DEFAULT_DOMAIN)) {
      return repository();
    }
    return path.startsWith(OFFICIAL_PREFIX) && path.indexOf('/', OFFICIAL_PREFIX.length()) < 0
        ? path.substring(OFFICIAL_PREFIX.length())
        : path;
  }

  /// The whole name as users type it.
  public String familiar() {
    return familiarRepository() + suffix();
  }

  /// What follows the repository in a registry request: the digest if there is one, else the tag.
  public String target() {
    if (digestOrNull != null) {
      return digestOrNull.toString();
    }
    return tagOrNull != null ? tagOrNull : DEFAULT_TAG;
  }

  private String suffix() {
    return (tagOrNull == null ? "" : ":" + tagOrNull)
        + (digestOrNull == null ? "" : "@" + digestOrNull);
  }

  @Override
  public String toString() {
    return repository() + suffix();
  }
}
