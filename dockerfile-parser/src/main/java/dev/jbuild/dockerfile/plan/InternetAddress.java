package dev.jbuild.dockerfile.plan;

/// Checks IP addresses as text, without looking anything up.
final class InternetAddress {

  private InternetAddress() {}

  /// Whether the text is an IPv4 address, or an IPv6 address with or without brackets.
  static boolean isValid(String text) {
    boolean brackets = text.startsWith("[") && text.endsWith("]");
    String address = brackets ? text.substring(1, text.length() - 1) : text;
    return isV6(address) || isV4(address);
  }

  private static boolean isV4(String text) {
    String[] parts = text.split("\\.", -1);
    for (String part : parts) {
      boolean digits =
          !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!digits || Integer.parseInt(part) > 255 || (part.length() > 1 && part.startsWith("0"))) {
        return false;
      }
    }
    return parts.length == 4;
  }

  private static boolean isV6(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    int gap = address.indexOf("::");
    if (gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    if (gap < 0) {
      return groups(address) == 8;
    }
    int before = gap == 0 ? 0 : groups(address.substring(0, gap));
    String rest = address.substring(gap + 2);
    int after = rest.isEmpty() ? 0 : groups(rest);
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /// Number of 16-bit groups, or -1 when one is malformed; an IPv4 tail counts as two.
  private static int groups(String text) {
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (i == parts.length - 1 && part.indexOf('.') >= 0) {
        return isV4(part) ? count + 2 : -1;
      }
      boolean hex = part.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
      if (part.isEmpty() || part.length() > 4 || !hex) {
        return -1;
      }
      count++;
    }
    return count;
  }
}
