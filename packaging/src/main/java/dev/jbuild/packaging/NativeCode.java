package dev.jbuild.packaging;

import java.util.List;
import java.util.Locale;

/// Which shared libraries inside library jars this distribution can use: those for Linux on the
/// processor it is built for. zstd-jni alone carries eighteen of them.
final class NativeCode {
  private static final List<String> SUFFIXES =
      List.of(".so", ".dll", ".dylib", ".jnilib", ".a", ".lib");

  private NativeCode() {}

  /// `amd64` or `aarch64`, as the JVM calls this machine.
  static String architecture() {
    return System.getProperty("os.arch", "amd64").toLowerCase(Locale.ROOT);
  }

  static boolean isForeign(String name) {
    return SUFFIXES.stream().anyMatch(name::endsWith)
        && !name.startsWith("linux/" + architecture() + "/");
  }

  /// Fills in `{machine}` and `{jvm}`, what the kernel and the JVM call this architecture.
  static String forThisMachine(String name) {
    String jvm = architecture();
    String machine = jvm.equals("amd64") ? "x86_64" : jvm;
    return name.replace("{machine}", machine).replace("{jvm}", jvm);
  }
}
