package dev.jbuild.cli.call;

import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Places and sources as BuildKit's JSON has them.
final class Locations {
  private Locations() {}

  /// The lines of an instruction; BuildKit knows no columns.
  static Map<String, Object> of(SourceRange range) {
    return Map.of(
        "ranges",
        List.of(
            Members.of()
                .with("start", Map.of("line", range.startLine()))
                .with("end", Map.of("line", range.endLine()))
                .map()));
  }

  static String base64(SourceFile source) {
    byte[] bytes = new byte[source.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = source.at(i);
    }
    return new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
  }
}
