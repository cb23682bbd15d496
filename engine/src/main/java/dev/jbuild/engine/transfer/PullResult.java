package dev.jbuild.engine.transfer;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.Image;

/// What a pull led to.
///
/// @param digest what the registry has under the name: the digest of the manifest or index
/// @param changed false when the store had all of it already
public record PullResult(Image image, Digest digest, boolean changed) {}
