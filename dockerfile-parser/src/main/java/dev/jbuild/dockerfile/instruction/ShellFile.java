package dev.jbuild.dockerfile.instruction;

/// A heredoc of RUN.
///
/// @param content the body, leading tabs still in place
/// @param chomp whether leading tabs are to be removed
public record ShellFile(String name, String content, boolean chomp) {}
