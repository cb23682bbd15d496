package dev.jbuild.packaging;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.spi.ToolProvider;

/// The part of the JDK that jbuild needs, made by jlink and kept between builds under a name that
/// depends on the JDK and the modules.
final class RuntimeImage {
  /// Without the JDK's own CDS archives: the AOT caches of the distribution replace them.
  private static final List<String> OPTIONS =
      List.of("--strip-java-debug-attributes", "--no-header-files", "--no-man-pages");

  private final Path jdk;
  private final List<String> modules;
  private final String compression;

  RuntimeImage(Path jdk, List<String> modules, String compression) {
    this.jdk = jdk;
    this.modules = List.copyOf(modules);
    this.compression = compression;
  }

  /// The image, made below `cache` unless an earlier build left it there.
  Path in(Path cache) throws IOException {
    Path release = jdk.resolve("release");
    if (!Files.exists(release)) {
      throw new IllegalStateException(
          "no JDK at " + jdk + ": it has no file named release; set JAVA_HOME to a JDK 25");
    }
    String name =
        new Fingerprint()
            .add(release)
            .add(String.join(",", modules))
            .add(String.join(" ", OPTIONS) + " " + compression)
            .text();
    Path image = cache.resolve("runtime-" + name);
    if (!Files.exists(image)) {
      Path unfinished = cache.resolve("runtime-" + name + ".part");
      FileTree.remove(unfinished);
      link(unfinished);
      Files.move(unfinished, image, StandardCopyOption.ATOMIC_MOVE);
    }
    return image;
  }

  private void link(Path target) {
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() ->
                new IllegalStateException("this JDK has no jlink; set JAVA_HOME to a JDK 25"));
    List<String> arguments = new java.util.ArrayList<>(OPTIONS);
    arguments.addAll(
        List.of(
            "--compress",
            compression,
            "--add-modules",
            String.join(",", modules),
            "--output",
            target.toString()));
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int status = jlink.run(writer, writer, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException(
          "jlink " + String.join(" ", arguments) + " failed with " + status + ": " + output);
    }
  }
}
