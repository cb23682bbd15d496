package dev.jbuild.packaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JarMergerTest {
  private static final Instant TIME = Instant.parse("2026-11-22T00:00:00Z");

  @TempDir Path directory;

  @Test
  void serviceFilesAreJoinedLineByLine() throws IOException {
    Path first = jar("first", Map.of("META-INF/services/a.Service", "one"));
    Path second = jar("second", Map.of("META-INF/services/a.Service", "two\n"));

    assertEquals("one\ntwo\n", merged(first, second).get("META-INF/services/a.Service"));
  }

  @Test
  void securityProvidersAreNotAnnounced() throws IOException {
    Path jar = jar("provider", Map.of("META-INF/services/java.security.Provider", "a.Provider"));

    assertEquals(null, merged(jar).get("META-INF/services/java.security.Provider"));
  }

  @Test
  void classesOfTheNewestFittingVersionTakeThePlaceOfOlderOnes() throws IOException {
    Path jar =
        jar(
            "versions",
            Map.of(
                "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n",
                "a/Both.txt", "old",
                "META-INF/versions/9/a/Both.txt", "new",
                "META-INF/versions/9/a/Added.txt", "added",
                "META-INF/versions/99/a/Both.txt", "future"));

    Map<String, String> merged = merged(jar);

    assertEquals("new", merged.get("a/Both.txt"));
    assertEquals("added", merged.get("a/Added.txt"));
    assertTrue(merged.keySet().stream().noneMatch(name -> name.contains("versions")));
  }

  @Test
  void signaturesModuleDescriptorsAndForeignNativeCodeAreLeftOut() throws IOException {
    String own = "linux/" + NativeCode.architecture() + "/libx.so";
    Path jar =
        jar(
            "signed",
            Map.of(
                "META-INF/KEY.SF",
                "s",
                "META-INF/maven/pom.xml",
                "p",
                "module-info.class",
                "m",
                "win/amd64/x.dll",
                "w",
                "linux/s390x/libx.so",
                "z",
                own,
                "mine"));

    Map<String, String> merged = merged(jar);

    assertEquals("mine", merged.remove(own));
    assertEquals("[META-INF/MANIFEST.MF]", merged.keySet().toString());
  }

  @Test
  void twoDifferentEntriesOfOneNameAreRefused() throws IOException {
    JarMerger merger = new JarMerger(TIME);
    merger.add(jar("first", Map.of("a/File.txt", "one")));
    Path second = jar("second", Map.of("a/File.txt", "two"));

    IllegalStateException e = assertThrows(IllegalStateException.class, () -> merger.add(second));

    assertEquals("merging second.jar: another jar has a different a/File.txt", e.getMessage());
  }

  @Test
  void anEntryTakenOutIsNotWritten() throws IOException {
    JarMerger merger = new JarMerger(TIME);
    merger.add(jar("first", Map.of("a/launcher", "code", "b.txt", "text")));

    assertEquals("code", new String(merger.take("a/launcher"), StandardCharsets.UTF_8));
    assertThrows(IllegalStateException.class, () -> merger.take("a/launcher"));
    assertNull(contents(write(merger, "target.jar")).get("a/launcher"));
  }

  @Test
  void theBytesDependOnTheContentsOnly() throws IOException {
    Path first = jar("first", Map.of("b.txt", "text", "a.txt", "text"));
    Path second = jar("second", Map.of("a.txt", "text", "b.txt", "text"));
    JarMerger one = new JarMerger(TIME);
    one.add(first);
    JarMerger two = new JarMerger(TIME);
    two.add(second);

    assertArrayEquals(
        Files.readAllBytes(write(one, "one.jar")), Files.readAllBytes(write(two, "two.jar")));
  }

  private Map<String, String> merged(Path... jars) throws IOException {
    JarMerger merger = new JarMerger(TIME);
    for (Path jar : jars) {
      merger.add(jar);
    }
    return contents(write(merger, "merged.jar"));
  }

  private Path write(JarMerger merger, String name) throws IOException {
    Path target = directory.resolve(name);
    merger.write(target, Map.of("Main-Class", "a.Main", "Class-Path", "b.jar"));
    return target;
  }

  private Path jar(String name, Map<String, String> entries) throws IOException {
    Path target = directory.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(target))) {
      Map<String, String> sorted = new TreeMap<>(entries);
      sorted.putIfAbsent(JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\r\n\r\n");
      for (Map.Entry<String, String> entry : sorted.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return target;
  }

  private static Map<String, String> contents(Path jar) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : java.util.Collections.list(file.entries())) {
        try (InputStream in = file.getInputStream(entry)) {
          found.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return found;
  }
}
