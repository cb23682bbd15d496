package dev.jbuild.dockerfile.plan;

import java.util.Locale;

/// Turns image names as people write them into full references, by the rules of docker.
final class ImageName {

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_TAG = 128;

  private ImageName() {}

  /// The full reference of a name: with registry, and with `latest` when it has neither tag nor
  /// digest.
  ///
  /// @throws PlanException when the name is not an image reference
  static String normalize(String name) throws PlanException {
    if (name.length() == 64 && isHex(name)) {
      throw invalid(name, "64 hexadecimal digits name an image ID");
    }
    int slash = name.indexOf('/');
    String domain = slash < 0 ? "" : name.substring(0, slash);
    boolean isDomain =
        domain.indexOf('.') >= 0
            || domain.indexOf(':') >= 0
            || domain.equals("localhost")
            || !domain.equals(domain.toLowerCase(Locale.ROOT));
    String rest = isDomain ? name.substring(slash + 1) : name;
    if (!isDomain || domain.equals("index.docker.io")) {
      domain = "docker.io";
    }
    if (domain.equals("docker.io") && rest.indexOf('/') < 0) {
      rest = "library/" + rest;
    }
    int at = rest.indexOf('@');
    String digest = at < 0 ? "" : rest.substring(at + 1);
    String tagged = at < 0 ? rest : rest.substring(0, at);
    int colon = tagged.indexOf(':');
    String tag = colon < 0 ? "" : tagged.substring(colon + 1);
    String path = colon < 0 ? tagged : tagged.substring(0, colon);
    if (!path.equals(path.toLowerCase(Locale.ROOT))) {
      throw invalid(name, "the repository name must be lower case");
    }
    check(name, domain, path);
    if ((colon >= 0 && !isTag(tag)) || (at >= 0 && !isDigest(digest))) {
      throw invalid(
          name, colon >= 0 && !isTag(tag) ? "its tag is malformed" : "its digest is malformed");
    }
    String reference = domain + "/" + path;
    if (colon < 0 && at < 0) {
      return reference + ":latest";
    }
    return reference + (colon < 0 ? "" : ":" + tag) + (at < 0 ? "" : "@" + digest);
  }

  private static PlanException invalid(String name, String reason) {
    return new PlanException("'" + name + "' is not an image name: " + reason, name);
  }

  private static void check(String name, String domain, String path) throws PlanException {
    if (path.length() > LONGEST_NAME) {
      throw invalid(name, "it is longer than " + LONGEST_NAME + " characters");
    }
    if (!isDomain(domain)) {
      throw invalid(name, "its registry '" + domain + "' is malformed");
    }
    for (String component : path.split("/", -1)) {
      if (!isComponent(component)) {
        throw invalid(
            name,
            "a part of it has a character that is not a lower-case letter, digit or a separator"
                + " between them");
      }
    }
  }

  private static boolean isDomain(String domain) {
    int portAt = domain.lastIndexOf(':');
    String host = domain;
    if (domain.startsWith("[")) {
      int close = domain.indexOf(']');
      if (close < 2 || (close + 1 < domain.length() && portAt != close + 1)) {
        return false;
      }
      for (int i = 1; i < close; i++) {
        if (Character.digit(domain.charAt(i), 16) < 0 && domain.charAt(i) != ':') {
          return false;
        }
      }
      return close + 1 == domain.length() || isNumber(domain.substring(close + 2));
    }
    if (portAt >= 0) {
      host = domain.substring(0, portAt);
      if (!isNumber(domain.substring(portAt + 1))) {
        return false;
      }
    }
    for (String label : host.split("\\.", -1)) {
      if (label.isEmpty() || label.startsWith("-") || label.endsWith("-")) {
        return false;
      }
      for (int i = 0; i < label.length(); i++) {
        char c = label.charAt(i);
        if (!isLowerOrDigit(c) && (c < 'A' || c > 'Z') && c != '-') {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// Letters and digits, separated by one dot, one or two underscores, or any number of dashes.
  private static boolean isComponent(String text) {
    if (text.isEmpty() || !isLowerOrDigit(text.charAt(0))) {
      return false;
    }
    int i = 0;
    while (i < text.length()) {
      while (i < text.length() && isLowerOrDigit(text.charAt(i))) {
        i++;
      }
      int start = i;
      while (i < text.length() && "._-".indexOf(text.charAt(i)) >= 0) {
        i++;
      }
      String separator = text.substring(start, i);
      boolean fits =
          separator.equals(".")
              || separator.equals("_")
              || separator.equals("__")
              || separator.chars().allMatch(c -> c == '-');
      if (!fits || (!separator.isEmpty() && i == text.length())) {
        return false;
      }
      if (separator.isEmpty() && i < text.length()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTag(String tag) {
    if (tag.isEmpty() || tag.length() > LONGEST_TAG) {
      return false;
    }
    for (int i = 0; i < tag.length(); i++) {
      char c = tag.charAt(i);
      boolean word = isLowerOrDigit(c) || (c >= 'A' && c <= 'Z') || c == '_';
      if (!word && (i == 0 || (c != '.' && c != '-'))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigest(String digest) {
    int colon = digest.indexOf(':');
    if (colon < 0) {
      return false;
    }
    String hex = digest.substring(colon + 1);
    int length =
        switch (digest.substring(0, colon)) {
          case "sha256" -> 64;
          case "sha384" -> 96;
          case "sha512" -> 128;
          default -> -1;
        };
    return hex.length() == length && isHex(hex);
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private static boolean isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
