package dev.jbuild.image;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// The platform that content runs on, in Go's names (`linux`, `amd64`, `arm64`, variant `v8`).
///
/// Follows the OCI image specification, image index, property `platform`. Empty strings stand for
/// properties that are not given.
public record Platform(
    String os, String architecture, String variant, String osVersion, List<String> osFeatures) {

  public Platform {
    Objects.requireNonNull(os);
    Objects.requireNonNull(architecture);
    Objects.requireNonNull(variant);
    Objects.requireNonNull(osVersion);
    osFeatures = List.copyOf(osFeatures);
  }

  /// A platform without operating system version or features.
  public static Platform of(String os, String architecture, String variant) {
    return new Platform(os, architecture, variant, "", List.of());
  }

  /// Reads `os[/architecture[/variant]]` as `--platform` takes it; names are normalised (`x86_64`
  /// is `amd64`, `aarch64` is `arm64`, arm64's `v8` is implied).
  ///
  /// @throws IllegalArgumentException when a part is empty, odd, or too many are given
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length > 3) {
      throw new IllegalArgumentException(
          "platform '" + text + "' has more than three parts, expected os/architecture/variant");
    }
    for (String part : parts) {
      if (!part.matches("[A-Za-z0-9_.-]+")) {
        throw new IllegalArgumentException(
            "platform '" + text + "' is not of the form os/architecture/variant");
      }
    }
    if (parts.length == 1) {
      String only = parts[0].toLowerCase(Locale.ROOT);
      return switch (only) {
        case "linux", "windows", "darwin", "freebsd" -> normalised(only, host().architecture(), "");
        default -> normalised(host().os(), only, "");
      };
    }
    return normalised(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
  }

  /// The platform of this machine: Linux on the running processor.
  public static Platform host() {
    return normalised("linux", System.getProperty("os.arch", "amd64"), "");
  }

  private static Platform normalised(String os, String architecture, String variant) {
    String arch = architecture.toLowerCase(Locale.ROOT);
    String var = variant.toLowerCase(Locale.ROOT);
    switch (arch) {
      case "x86_64", "x86-64" -> arch = "amd64";
      case "i386", "i486", "i586", "i686", "x86" -> arch = "386";
      case "aarch64" -> arch = "arm64";
      case "armhf" -> {
        arch = "arm";
        var = "v7";
      }
      case "armel" -> {
        arch = "arm";
        var = "v6";
      }
      default -> {}
    }
    if (arch.equals("arm64") && (var.equals("8") || var.equals("v8"))) {
      var = "";
    } else if (arch.equals("arm") && var.matches("[5-8]")) {
      var = "v" + var;
    }
    return of(os.toLowerCase(Locale.ROOT), arch, var);
  }

  /// Whether an image of platform `offered` runs where this platform is asked for. A variant that
  /// one side leaves out matches any variant of the other.
  public boolean accepts(Platform offered) {
    Platform want = normalised(os, architecture, variant);
    Platform have = normalised(offered.os, offered.architecture, offered.variant);
    return want.os.equals(have.os)
        && want.architecture.equals(have.architecture)
        && (want.variant.isEmpty() || have.variant.isEmpty() || want.variant.equals(have.variant));
  }

  @Override
  public String toString() {
    return variant.isEmpty() ? os + "/" + architecture : os + "/" + architecture + "/" + variant;
  }
}
