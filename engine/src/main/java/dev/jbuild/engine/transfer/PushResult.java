package dev.jbuild.engine.transfer;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;

/// What a push led to.
///
/// @param name where the image is now
/// @param manifest the manifest or index as the registry has it
public record PushResult(Reference name, Descriptor manifest) {}
