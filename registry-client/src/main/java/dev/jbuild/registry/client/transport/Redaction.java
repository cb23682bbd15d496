package dev.jbuild.registry.client.transport;

import java.util.Set;
import okhttp3.HttpUrl;

/// What of a URL or of a stranger's text may stand in a message: no user information, no values of
/// unknown query parameters (signatures of storage services, upload states), no control characters,
/// no endless lines.
public final class Redaction {
  private static final Set<String> SHOWN =
      Set.of("digest", "mount", "from", "n", "last", "service", "scope");
  private static final int MAX_URL = 400;
  private static final int MAX_TEXT = 300;

  private Redaction() {}

  /// A URL fit for messages.
  public static String of(HttpUrl url) {
    StringBuilder text = new StringBuilder();
    text.append(url.scheme()).append("://").append(host(url)).append(url.encodedPath());
    String separator = "?";
    for (String name : url.queryParameterNames()) {
      String value = SHOWN.contains(name) ? url.queryParameter(name) : "...";
      text.append(separator).append(name).append('=').append(value == null ? "" : value);
      separator = "&";
    }
    return cut(text.toString(), MAX_URL);
  }

  /// Host and port of a URL, the port only when it is not the scheme's own.
  public static String host(HttpUrl url) {
    String host = url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host();
    return url.port() == HttpUrl.defaultPort(url.scheme()) ? host : host + ":" + url.port();
  }

  /// A text from outside, on one line and short.
  public static String text(String text) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_TEXT));
    text.codePoints()
        .limit(MAX_TEXT + 1L)
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) || isFormat(c) ? ' ' : c));
    return cut(clean.toString().strip(), MAX_TEXT);
  }

  private static boolean isFormat(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.FORMAT || type == Character.LINE_SEPARATOR;
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "...";
  }
}
