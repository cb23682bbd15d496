package dev.jbuild.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.Deflater;
import org.objectweb.asm.ClassReader;

/// Merges jars into one, as the JVM opens each jar of the class path at every start.
///
/// Entries are sorted and carry one fixed time. Of `META-INF` only service files are kept, merged
/// line by line; multi-release classes are resolved for the Java this build runs on; signatures,
/// module descriptors, native code for other systems and announcements of security providers are
/// left out. Two different entries of one name stop the build.
final class JarMerger {
  private static final String SERVICES = "META-INF/services/";

  /// The JDK instantiates every provider that is so announced as soon as any library lists them, as
  /// OkHttp does, and bouncycastle's computes curves for half a second then. What is used of
  /// bouncycastle is used by its own classes.
  private static final String SECURITY_PROVIDERS = SERVICES + "java.security.Provider";

  private final Instant time;
  private final ClassHierarchy hierarchy = new ClassHierarchy();
  private final SortedMap<String, byte[]> entries = new TreeMap<>();

  JarMerger(Instant time) {
    this.time = time;
  }

  void add(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false, JarFile.OPEN_READ, Runtime.version())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        String name = entry.getName();
        if (!entry.isDirectory() && wanted(name)) {
          add(jar, name, read(file, file.getJarEntry(name)));
        }
      }
      addVersionedOnly(jar, file);
    }
  }

  /// Classes that exist below `META-INF/versions` alone have no entry of their plain name.
  private void addVersionedOnly(Path jar, JarFile file) throws IOException {
    if (!file.isMultiRelease()) {
      return;
    }
    List<JarEntry> resolved = file.versionedStream().toList();
    for (JarEntry entry : resolved) {
      String name = entry.getName();
      if (!entry.isDirectory() && wanted(name) && !entries.containsKey(name)) {
        add(jar, name, read(file, entry));
      }
    }
  }

  private void add(Path jar, String name, byte[] bytes) {
    byte[] present = entries.get(name);
    if (present != null && name.startsWith(SERVICES)) {
      entries.put(name, joinLines(present, bytes));
    } else if (present != null && !Arrays.equals(present, bytes)) {
      throw new IllegalStateException(
          "merging " + jar.getFileName() + ": another jar has a different " + name);
    } else {
      entries.put(name, bytes);
    }
  }

  private static boolean wanted(String name) {
    if (name.startsWith("META-INF/")) {
      return name.startsWith(SERVICES) && !name.equals(SECURITY_PROVIDERS);
    }
    return !name.equals("module-info.class") && !NativeCode.isForeign(name);
  }

  private static byte[] joinLines(byte[] first, byte[] second) {
    String joined =
        new String(first, StandardCharsets.UTF_8).stripTrailing()
            + "\n"
            + new String(second, StandardCharsets.UTF_8);
    return joined.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(JarFile file, JarEntry entry) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  /// Takes an entry out, for files that the distribution keeps outside of the jar.
  byte[] take(String name) {
    byte[] bytes = entries.remove(name);
    if (bytes == null) {
      throw new IllegalStateException("none of the merged jars has the entry " + name);
    }
    return bytes;
  }

  void put(String name, byte[] bytes) {
    entries.put(name, bytes);
  }

  /// Replaces the dynamic call sites of all classes added so far that cost time at each start.
  void replaceCallSites() {
    entries.replaceAll((name, bytes) -> name.endsWith(".class") ? CallSites.replace(bytes) : bytes);
  }

  /// Writes everything added so far, with `manifest` as main attributes.
  void write(Path target, Map<String, String> manifest) throws IOException {
    entries.forEach((name, bytes) -> {
      if (name.endsWith(".class")) {
        hierarchy.add(new ClassReader(bytes));
      }
    });
    Reframer reframer = new Reframer(hierarchy);
    try (OutputStream out = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.setLevel(Deflater.BEST_COMPRESSION);
      put(jar, JarFile.MANIFEST_NAME, manifestBytes(manifest));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        byte[] bytes = entry.getValue();
        put(
            jar,
            entry.getKey(),
            entry.getKey().endsWith(".class") ? reframer.reframe(bytes) : bytes);
      }
    }
  }

  private void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(java.time.LocalDateTime.ofInstant(time, java.time.ZoneOffset.UTC));
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }

  private static byte[] manifestBytes(Map<String, String> attributes) {
    StringBuilder text = new StringBuilder("Manifest-Version: 1.0\r\n");
    new TreeMap<>(attributes).forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
