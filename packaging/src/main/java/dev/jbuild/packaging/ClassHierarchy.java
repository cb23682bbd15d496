package dev.jbuild.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/// Superclasses of the classes that are merged, read from their bytes, and of the platform's own
/// classes. Computing stack map frames asks for the nearest common superclass of two types; loading
/// the classes to find out would run foreign code in the build.
final class ClassHierarchy {
  private static final String OBJECT = "java/lang/Object";

  private final Map<String, String> superclasses = new HashMap<>();

  void add(ClassReader reader) {
    boolean isInterface = (reader.getAccess() & org.objectweb.asm.Opcodes.ACC_INTERFACE) != 0;
    String superName = reader.getSuperName();
    superclasses.put(reader.getClassName(), isInterface || superName == null ? OBJECT : superName);
  }

  /// The nearest class that both types extend; `java/lang/Object` when one is an interface or is
  /// not known.
  String commonSuperclass(String first, String second) {
    List<String> others = ancestors(second);
    for (String candidate : ancestors(first)) {
      if (others.contains(candidate)) {
        return candidate;
      }
    }
    return OBJECT;
  }

  private List<String> ancestors(String name) {
    List<String> found = new ArrayList<>();
    for (String next = name; next != null && !next.equals(OBJECT); next = superclass(next)) {
      found.add(next);
    }
    return Collections.unmodifiableList(found);
  }

  private @Nullable String superclass(String name) {
    String known = superclasses.get(name);
    if (known != null) {
      return known;
    }
    try (InputStream bytes =
        ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
      if (bytes == null) {
        return null;
      }
      add(new ClassReader(bytes));
      return superclasses.get(name);
    } catch (IOException e) {
      throw new IllegalStateException("reading platform class " + name + " failed", e);
    }
  }
}
