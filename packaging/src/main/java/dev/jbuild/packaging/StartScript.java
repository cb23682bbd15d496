package dev.jbuild.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills the placeholders (`@NAME@`) of the start script.
final class StartScript {
  private static final Pattern PLACEHOLDER = Pattern.compile("@([A-Z_]+)@");

  private final Path template;

  StartScript(Path template) {
    this.template = template;
  }

  void write(Path target, Map<String, String> values) throws IOException {
    String text =
        PLACEHOLDER
            .matcher(Files.readString(template))
            .replaceAll(match -> Matcher.quoteReplacement(value(values, match.group(1))));
    Files.writeString(target, text);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException(template + " has an unknown placeholder @" + name + "@");
    }
    return value;
  }
}
