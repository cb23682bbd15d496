package dev.jbuild.dockerfile.instruction;

/// A heredoc of COPY or ADD.
///
/// @param content the body, leading tabs removed when that was asked for
/// @param expand whether variables in the body are expanded
public record InlineFile(String name, String content, boolean expand) {}
