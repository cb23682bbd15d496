package dev.jbuild.cli.template;

/// A member that is left out of JSON because it is empty, with what a template finds under its
/// name.
///
/// @param zero a [Nil], the empty text, zero or false
public record Unset(Object zero) {}
