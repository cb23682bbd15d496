package dev.jbuild.registry.server.upload;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// Data that a request brings for an upload.
///
/// @param range where it belongs, when the client says so
/// @param length how many bytes the client announces
public record Chunk(InputStream data, Optional<ContentRange> range, OptionalLong length) {}
