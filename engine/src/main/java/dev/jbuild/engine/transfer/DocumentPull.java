package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.ContentException;
import dev.jbuild.registry.client.RawManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;

/// Brings an image's manifest and configuration into the store, choosing from an index.
final class DocumentPull {
  private static final int MAX_DEPTH = 4;

  private final Transfer transfer;

  DocumentPull(Transfer transfer) {
    this.transfer = transfer;
  }

  /// An image's documents.
  ///
  /// @param descriptor points to the manifest
  /// @param selected whether an index offered it for the platform
  record Documents(
      Descriptor descriptor, ImageManifest manifest, ImageConfig config, boolean selected) {}

  /// A manifest as it came and as it reads.
  record Document(RawManifest raw, Manifest parsed) {}

  /// The manifest of a descriptor, with what it says.
  Document document(Descriptor descriptor) throws IOException {
    RawManifest raw = manifest(descriptor);
    return new Document(raw, parse(raw));
  }

  /// The documents of an image, from its manifest or an index that leads to it.
  Documents run(Document target, Platform platform) throws IOException {
    return choose(target, platform, 1);
  }

  private Documents choose(Document document, Platform platform, int depth) throws IOException {
    return switch (document.parsed()) {
      case ImageManifest manifest ->
          new Documents(document.raw().descriptor(), manifest, config(manifest), depth > 1);
      case ImageIndex index -> {
        Descriptor chosen = select(index, platform);
        if (depth == MAX_DEPTH) {
          throw inconsistent("its index leads to another index, again and again");
        }
        yield choose(document(chosen), platform, depth + 1);
      }
    };
  }

  /// The manifest of a descriptor, from the store or into it.
  RawManifest manifest(Descriptor descriptor) throws IOException {
    if (transfer.keep(descriptor.digest())) {
      byte[] bytes = transfer.content().read(descriptor.digest(), ImageJson.MAX_MANIFEST);
      if (bytes.length == descriptor.size()) {
        return RawManifest.of(descriptor, bytes);
      }
    }
    RawManifest raw = transfer.client().manifest(transfer.remote().withDigest(descriptor.digest()));
    if (raw.descriptor().size() != descriptor.size()) {
      throw inconsistent(
          "manifest %s has %d bytes where %d were announced"
              .formatted(descriptor.digest(), raw.descriptor().size(), descriptor.size()));
    }
    transfer
        .content()
        .ingest(new ByteArrayInputStream(raw.bytes()), descriptor.digest(), raw.bytes().length);
    return raw;
  }

  private Manifest parse(RawManifest raw) throws TransferException {
    try {
      return raw.parse().value();
    } catch (JsonException e) {
      throw inconsistent(String.valueOf(e.getMessage()));
    }
  }

  private Descriptor select(ImageIndex index, Platform platform) throws TransferException {
    return index
        .select(platform)
        .orElseThrow(() ->
            new TransferException(
                Reason.WRONG_PLATFORM,
                "cannot pull '%s' for %s: it is made for %s"
                    .formatted(transfer.remote().familiarRepository(), platform, offered(index))));
  }

  private static String offered(ImageIndex index) {
    String platforms =
        index.platforms().stream()
            .limit(20)
            .map(Platform::toString)
            .collect(Collectors.joining(", "));
    return platforms.isEmpty() ? "no platform at all" : platforms;
  }

  private ImageConfig config(ImageManifest manifest) throws IOException {
    Descriptor descriptor = manifest.config();
    if (!MediaTypes.isImageConfig(descriptor.mediaType())) {
      throw new TransferException(
          Reason.NOT_AN_IMAGE,
          "cannot pull '%s': it is not an image but an artifact of type '%s'"
              .formatted(transfer.remote().familiarRepository(), manifest.artifactKind()));
    }
    if (descriptor.size() > ImageJson.MAX_CONFIG) {
      throw inconsistent(
          "its configuration has %d bytes, the limit is %d"
              .formatted(descriptor.size(), ImageJson.MAX_CONFIG));
    }
    ImageConfig config;
    try {
      config = ImageJson.config(configBytes(descriptor)).value();
    } catch (JsonException e) {
      throw inconsistent(String.valueOf(e.getMessage()));
    }
    if (config.diffIds().size() != manifest.layers().size()) {
      throw inconsistent(
          "its configuration knows %d layers, its manifest %d"
              .formatted(config.diffIds().size(), manifest.layers().size()));
    }
    return config;
  }

  private byte[] configBytes(Descriptor descriptor) throws IOException {
    if (!transfer.keep(descriptor.digest())) {
      transfer.tell(new BlobState(descriptor, false, State.DOWNLOADING));
      download(descriptor);
    }
    transfer.tell(new BlobState(descriptor, false, State.DONE));
    return transfer.content().read(descriptor.digest(), ImageJson.MAX_CONFIG);
  }

  private void download(Descriptor descriptor) throws IOException {
    while (true) {
      try (InputStream in = transfer.client().blob(transfer.remote(), descriptor, 0)) {
        transfer.content().ingest(in, descriptor.digest(), descriptor.size());
        return;
      } catch (ContentException.DigestMismatch e) {
        if (!transfer.client().reject(transfer.remote(), descriptor.digest())) {
          throw BlobDownload.damaged(transfer.remote(), descriptor, e);
        }
      }
    }
  }

  private TransferException inconsistent(String found) {
    return new TransferException(
        Reason.INCONSISTENT,
        "cannot pull '%s': %s".formatted(transfer.remote().familiarRepository(), found));
  }
}
