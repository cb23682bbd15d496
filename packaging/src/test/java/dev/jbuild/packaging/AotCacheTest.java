package dev.jbuild.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The JVM runs stale code from a cache of other jars: only the name protects from that.
final class AotCacheTest {
  private static final List<String> FLAGS = List.of("-XX:+UseSerialGC");

  @TempDir Path home;

  @BeforeEach
  void distribution() throws IOException {
    Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("runtime/lib"));
    Files.writeString(home.resolve("lib/a.jar"), "code");
    Files.writeString(home.resolve("runtime/release"), "JAVA_VERSION=25");
    Files.writeString(home.resolve("runtime/lib/modules"), "classes");
  }

  @Test
  void theNameChangesWithEverythingTheCacheDependsOn() throws IOException {
    String before = fingerprint(FLAGS);
    assertEquals(before, fingerprint(FLAGS));
    assertNotEquals(before, fingerprint(List.of("-XX:+UseParallelGC")));
    for (String file : List.of("lib/a.jar", "runtime/release", "runtime/lib/modules")) {
      String old = Files.readString(home.resolve(file));
      Files.writeString(home.resolve(file), old.substring(1) + "x");
      assertNotEquals(before, fingerprint(FLAGS), file);
      Files.writeString(home.resolve(file), old);
    }
  }

  @Test
  void aFailingTrainingRunIsReportedWithItsOutput() throws IOException {
    Path java = home.resolve("runtime/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\necho no such option >&2\nexit 3\n");
    java.toFile().setExecutable(true);
    AotCache cache = new AotCache(home, FLAGS, List.of("a.jar"));

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> cache.train(home.resolve("x.aot"), "a.Main", home, "quick"));

    assertTrue(
        String.valueOf(e.getMessage())
            .endsWith("a.Main " + home + " quick failed with 3: no such option\n"));
  }

  @Test
  void theStartScriptRefusesUnknownPlaceholders() throws IOException {
    Path template = Files.writeString(home.resolve("start.sh"), "exec @FLAGS@ @OTHER@ a@b\n");
    StartScript script = new StartScript(template);
    Path target = home.resolve("start");

    assertThrows(IllegalStateException.class, () -> script.write(target, Map.of("FLAGS", "-x $1")));
    script.write(target, Map.of("FLAGS", "-x $1", "OTHER", "y"));
    assertEquals("exec -x $1 y a@b\n", Files.readString(target));
    assertTrue(Files.isExecutable(target));
  }

  private String fingerprint(List<String> flags) throws IOException {
    return new AotCache(home, flags, List.of("a.jar")).fingerprint();
  }
}
