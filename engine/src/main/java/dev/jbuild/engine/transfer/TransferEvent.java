package dev.jbuild.engine.transfer;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;

/// Something that happens while an image is pulled or pushed.
public sealed interface TransferEvent {

  /// What a reference stands for is known: the manifest or index of its tag.
  record Resolved(Reference reference, Descriptor target) implements TransferEvent {}

  /// A layer or a configuration came into a state. Told once for each blob and state, before any
  /// [Progress] in that state.
  ///
  /// @param layer whether it is a layer, as against a configuration
  record BlobState(Descriptor blob, boolean layer, State state) implements TransferEvent {}

  /// Bytes of a blob were moved.
  ///
  /// @param done bytes so far; falls back when a transfer must be repeated
  /// @param total bytes in all
  record Progress(Descriptor blob, State state, long done, long total) implements TransferEvent {}

  /// Something that the user should know but that does not stop the transfer.
  record Warning(String message) implements TransferEvent {}

  /// Where a blob stands.
  enum State {
    /// It will be moved when others are done.
    WAITING,
    /// The receiving side has it already.
    EXISTS,
    /// Its tar is packed before it can be pushed.
    COMPRESSING,
    /// Bytes come in.
    DOWNLOADING,
    /// It is there and its files are written.
    UNPACKING,
    /// Bytes go out.
    UPLOADING,
    /// The registry took it over from another repository.
    MOUNTED,
    /// It is where it should be.
    DONE
  }
}
