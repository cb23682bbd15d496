package dev.jbuild.registry.server;

/// Hears what a running registry has to say to its operator. Called from request threads: quick,
/// thread-safe, and never throwing.
@FunctionalInterface
public interface RegistryListener {
  /// Hears nothing.
  RegistryListener SILENT = event -> {};

  void on(RegistryEvent event);
}
