package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.Progress;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Descriptor;
import dev.jbuild.layer.Compression;
import dev.jbuild.registry.client.BlobUpload;
import dev.jbuild.registry.client.RegistryException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Packs a layer and sends the packed bytes while they come into being. The store keeps them, so
/// that the next push has them and a broken connection costs no second packing.
final class LayerPack {
  private final Transfer transfer;
  private final Compression compression;

  LayerPack(Transfer transfer, Compression compression) {
    this.transfer = transfer;
    this.compression = compression;
  }

  /// The packed form of a layer.
  ///
  /// @param sent whether the registry has it
  record Result(Descriptor blob, boolean sent) {}

  Result run(LayerBlobs.Form.Unpacked form) throws IOException {
    Descriptor named = form.named();
    Optional<BlobUpload> begun = begin(named);
    if (begun.isEmpty()) {
      transfer.tell(new BlobState(named, true, State.COMPRESSING));
      return new Result(pack(form, OutputStream.nullOutputStream()), false);
    }
    try (BlobUpload upload = begun.get()) {
      transfer.tell(new BlobState(named, true, State.UPLOADING));
      Descriptor blob = pack(form, new Copy(upload));
      return new Result(blob, upload.finish(blob));
    }
  }

  /// Nothing when the blob is better sent when it is whole.
  private Optional<BlobUpload> begin(Descriptor named) throws RegistryException {
    try {
      return transfer
          .client()
          .beginUpload(
              transfer.remote(),
              sent -> transfer.tell(new Progress(named, State.UPLOADING, sent, named.size())));
    } catch (RegistryException e) {
      if (e.temporary()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Descriptor pack(LayerBlobs.Form.Unpacked form, OutputStream copy) throws IOException {
    Descriptor blob = transfer.layers().blob(form.layer(), compression, copy);
    transfer.keep(blob.digest());
    return blob;
  }

  private static final class Copy extends OutputStream {
    private final BlobUpload upload;

    Copy(BlobUpload upload) {
      this.upload = upload;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      upload.write(bytes, offset, length);
    }
  }
}
