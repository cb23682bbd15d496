package dev.jbuild.dockerfile.ast;

/// A parser directive, `# name=value` at the top of the file.
///
/// @param name `syntax`, `escape` or `check`, in lower case
/// @param line counted from 1
public record Directive(String name, String value, int line) {}
