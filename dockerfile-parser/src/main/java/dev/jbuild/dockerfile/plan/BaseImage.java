package dev.jbuild.dockerfile.plan;

/// What a resolver found out about a base image.
///
/// @param reference the name to show and to fetch by, with the digest when it is known
/// @param config the part of the image's configuration that a build inherits
public record BaseImage(String reference, ConfigState config) {}
