package dev.jbuild.image;

/// What a registry serves as a manifest and a tag points to: one image or an index of several.
public sealed interface Manifest permits ImageManifest, ImageIndex {
  /// The media type, either of OCI or of Docker.
  String mediaType();
}
