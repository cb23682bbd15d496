package dev.jbuild.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/// Keeps the licence and notice texts of the merged libraries, one directory for each.
final class Licenses {
  private static final Pattern TEXT =
      Pattern.compile("(meta-inf/)?(license|licence|notice|about)[^/]*");

  private final Path directory;

  Licenses(Path directory) {
    this.directory = directory;
  }

  void collect(Path jar) throws IOException {
    Path own = directory.resolve(jar.getFileName().toString().replaceFirst("\\.jar$", ""));
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        String name = entry.getName();
        if (entry.isDirectory() || !TEXT.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
          continue;
        }
        Files.createDirectories(own);
        Path target = own.resolve(name.substring(name.lastIndexOf('/') + 1));
        try (InputStream in = file.getInputStream(entry)) {
          Files.write(target, in.readAllBytes());
        }
      }
    }
  }
}
