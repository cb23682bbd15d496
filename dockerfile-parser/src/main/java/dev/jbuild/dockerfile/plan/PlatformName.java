package dev.jbuild.dockerfile.plan;

import java.util.Locale;
import java.util.Set;

/// An operating system, architecture and variant, written `linux/arm64/v8`.
///
/// @param os in lower case
/// @param osVersion empty when not given
/// @param variant empty when there is none
record PlatformName(String os, String osVersion, String architecture, String variant) {

  private static final Set<String> SYSTEMS =
      Set.of(
          "aix",
          "android",
          "darwin",
          "dragonfly",
          "freebsd",
          "hurd",
          "illumos",
          "ios",
          "js",
          "linux",
          "nacl",
          "netbsd",
          "openbsd",
          "plan9",
          "solaris",
          "windows",
          "zos");

  private static final Set<String> ARCHITECTURES =
      Set.of(
          "386",
          "amd64",
          "amd64p32",
          "arm",
          "armbe",
          "arm64",
          "arm64be",
          "loong64",
          "mips",
          "mipsle",
          "mips64",
          "mips64le",
          "mips64p32",
          "mips64p32le",
          "ppc",
          "ppc64",
          "ppc64le",
          "riscv",
          "riscv64",
          "s390",
          "s390x",
          "sparc",
          "sparc64",
          "wasm");

  /// Reads a platform; a lone system or architecture is completed from the default.
  static PlatformName parse(String text, PlatformName fallback) throws PlanException {
    String[] parts = text.split("/", -1);
    if (parts.length > 3) {
      throw invalid(text);
    }
    String os = parts[0];
    String version = "";
    int open = os.indexOf('(');
    if (open > 0 && os.endsWith(")")) {
      version = os.substring(open + 1, os.length() - 1);
      os = os.substring(0, open);
    }
    os = os.toLowerCase(Locale.ROOT).replace("macos", "darwin");
    checkWord(text, os);
    if (parts.length == 1) {
      if (SYSTEMS.contains(os)) {
        return new PlatformName(os, version, fallback.architecture, fallback.variant);
      }
      PlatformName named = normalized("linux", "", os, "");
      if (ARCHITECTURES.contains(named.architecture)) {
        return new PlatformName(fallback.os, "", named.architecture, named.variant);
      }
      throw new PlanException(
          "'" + text + "' is neither an operating system nor an architecture that is known", text);
    }
    checkWord(text, parts[1]);
    if (parts.length == 3) {
      checkWord(text, parts[2]);
    }
    return normalized(os, version, parts[1], parts.length == 3 ? parts[2] : "");
  }

  private static void checkWord(String text, String word) throws PlanException {
    boolean fits = !word.isEmpty();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      fits &= c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
    }
    if (!fits) {
      throw invalid(text);
    }
  }

  private static PlanException invalid(String text) {
    return new PlanException(
        "'" + text + "' is not a platform",
        text,
        "write it as os/architecture, such as linux/arm64");
  }

  private static PlatformName normalized(
      String os, String version, String architecture, String variant) {
    String arch = architecture.toLowerCase(Locale.ROOT);
    String v = variant.toLowerCase(Locale.ROOT);
    switch (arch) {
      case "i386" -> {
        arch = "386";
        v = "";
      }
      case "x86_64", "x86-64", "amd64" -> {
        arch = "amd64";
        v = v.equals("v1") ? "" : v;
      }
      case "aarch64", "arm64" -> {
        arch = "arm64";
        v = v.equals("8") || v.equals("v8") ? "" : v;
      }
      case "armhf" -> {
        arch = "arm";
        v = "v7";
      }
      case "armel" -> {
        arch = "arm";
        v = "v6";
      }
      case "arm" -> v = v.isEmpty() || v.equals("7") ? "v7" : v.length() == 1 ? "v" + v : v;
      default -> {}
    }
    return new PlatformName(os, version, arch, v);
  }

  /// The platform in its short form, without version of the system.
  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }

  /// The platform with the version of the system, as build arguments hold it.
  String full() {
    String system = osVersion.isEmpty() ? os : os + "(" + osVersion + ")";
    return system + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
