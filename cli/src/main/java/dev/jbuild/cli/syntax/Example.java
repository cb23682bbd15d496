package dev.jbuild.cli.syntax;

/// A command line worth copying, and what it does.
public record Example(String commandLine, String effect) {}
