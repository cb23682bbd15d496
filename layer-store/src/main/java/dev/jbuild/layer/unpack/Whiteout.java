package dev.jbuild.layer.unpack;

/// What a name in a layer tar says about deletion.
///
/// Follows the OCI image specification, "Image Layer Filesystem Changeset", section "Whiteouts".
sealed interface Whiteout {
  /// An ordinary file.
  record None() implements Whiteout {}

  /// A mark that lower layers' file of this name is deleted.
  record Removal(String name) implements Whiteout {}

  /// A mark that nothing of lower layers shows in the directory that holds it.
  record Opaque() implements Whiteout {}

  /// What AUFS kept for itself and old docker versions put into layers; passed over.
  record Ignored() implements Whiteout {}

  String PREFIX = ".wh.";

  /// Reads the last part of an entry's name.
  ///
  /// @throws IllegalArgumentException when it is a mark that can mean no file
  static Whiteout of(String name) {
    if (!name.startsWith(PREFIX)) {
      return new None();
    }
    String target = name.substring(PREFIX.length());
    if (target.equals(".wh..opq")) {
      return new Opaque();
    }
    if (target.startsWith(PREFIX)) {
      return new Ignored();
    }
    if (target.isEmpty() || target.equals(".") || target.equals("..")) {
      throw new IllegalArgumentException("it is a whiteout of '" + target + "', which is no file");
    }
    return new Removal(target);
  }
}
