package dev.jbuild.cli.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Text made safe for other languages, as Go's functions of these names do.
final class Quoting {
  private Quoting() {}

  static String html(String text) {
    StringBuilder quoted = new StringBuilder();
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("&#34;");
            case '\'' -> quoted.append("&#39;");
            case '&' -> quoted.append("&amp;");
            case '<' -> quoted.append("&lt;");
            case '>' -> quoted.append("&gt;");
            default -> quoted.append((char) c);
          }
        });
    return quoted.toString();
  }

  static String javaScript(String text) {
    StringBuilder quoted = new StringBuilder();
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '\\', '\'', '"' -> quoted.append('\\').append((char) c);
            case '<', '>', '&', '=' ->
                quoted
                    .append("\\u00")
                    .append(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT));
            default -> {
              if (c < ' ') {
                quoted.append("\\u00").append(c < 16 ? "0" : "");
                quoted.append(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT));
              } else {
                quoted.append((char) c);
              }
            }
          }
        });
    return quoted.toString();
  }

  static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// A text in double quotes with Go's escapes.
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
              if (c < ' ' || c == 0x7f) {
                quoted.append("\\x").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
              } else {
                quoted.appendCodePoint(c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }
}
