package dev.jbuild.layer;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;

/// The documents of one image for one platform, with the exact bytes they came as.
///
/// @param descriptor points to the manifest
public record LoadedImage(
    Descriptor descriptor, Encoded<ImageManifest> manifest, Encoded<ImageConfig> config) {}
