package dev.jbuild.dockerfile.instruction;

import org.jspecify.annotations.Nullable;

/// One name that an ARG declares.
///
/// @param value the default, or null when none was written
/// @param description from a comment above, or empty
public record ArgDeclaration(String name, @Nullable String value, String description) {}
