package dev.jbuild.runtime.seccomp;

import dev.jbuild.runtime.Capability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/// The default filter, ready for the kernel.
public final class DefaultFilter {
  private DefaultFilter() {}

  /// The filter for a container with these capabilities on this processor, named as `os.arch` names
  /// it.
  ///
  /// @throws IllegalArgumentException when there is no table for the architecture
  /// @throws IOException when jbuild's own files are damaged
  public static byte[] of(String osArch, Set<Capability> capabilities) throws IOException {
    Architecture architecture = Architecture.named(osArch);
    if (capabilities.equals(Capability.DEFAULT)) {
      try (InputStream in = DefaultFilter.class.getResourceAsStream(resource(architecture))) {
        if (in != null) {
          return in.readAllBytes();
        }
      }
    }
    return FilterCompiler.compile(CallTable.load(), architecture, capabilities).toByteArray();
  }

  private static String resource(Architecture architecture) {
    return "default-" + architecture.name().toLowerCase(Locale.ROOT) + ".bpf";
  }

  /// Compiles the filters for the default capabilities; run when jbuild is built.
  ///
  /// @param arguments the directory of compiled classes
  public static void main(String[] arguments) throws IOException {
    Path directory =
        Files.createDirectories(
            Path.of(arguments[0]).resolve(DefaultFilter.class.getPackageName().replace('.', '/')));
    for (Architecture architecture : Set.of(Architecture.X86_64, Architecture.AARCH64)) {
      Files.write(
          directory.resolve(resource(architecture)),
          FilterCompiler.compile(CallTable.load(), architecture, Capability.DEFAULT).toByteArray());
    }
  }
}
