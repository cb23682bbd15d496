package dev.jbuild.engine.transfer;

/// Told what a pull or push does. Called from several threads at once, often, and never expected to
/// block or throw.
@FunctionalInterface
public interface TransferListener {
  /// Listens to nothing.
  TransferListener SILENT = event -> {};

  void on(TransferEvent event);
}
