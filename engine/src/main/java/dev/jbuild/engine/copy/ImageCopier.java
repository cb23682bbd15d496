package dev.jbuild.engine.copy;

import dev.jbuild.engine.transfer.Crew;
import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.Progress;
import dev.jbuild.engine.transfer.TransferEvent.Resolved;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.engine.transfer.TransferException;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.engine.transfer.TransferListener;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Copies images, indexes and artifacts byte for byte. Blobs that the target has are left out,
/// those that its registry has elsewhere are taken over, the others are streamed, three at once. A
/// manifest follows what it lists and the name comes last, so nobody ever sees half a copy.
public final class ImageCopier {
  private static final int SENDERS = 3;
  private static final int MAX_DEPTH = 6;

  private final RegistryClient client;
  private final Staging staging;

  /// @param staging where archives are taken apart and put together
  public ImageCopier(RegistryClient client, Staging staging) {
    this.client = client;
    this.staging = staging;
  }

  /// Copies.
  ///
  /// @return what the target has under its name now
  /// @throws TransferException when the source has no image for the platform
  public Descriptor copy(Copy copy, TransferListener listener)
      throws IOException, InterruptedException {
    CopySource source =
        switch (copy.source()) {
          case Place.InRegistry p -> new RegistryPlace(client, p.reference());
          case Place.InLayout p -> new LayoutPlace(p);
          case Place.InArchive p -> new ArchiveSource(p, staging.open().content());
        };
    CopyTarget target =
        switch (copy.target()) {
          case Place.InRegistry p -> new RegistryPlace(client, p.reference());
          case Place.InLayout p -> new LayoutPlace(p);
          case Place.InArchive p -> new ArchiveTarget(p, staging.open());
        };
    return new Run(copy, source, target, listener).run();
  }

  /// One copy.
  private static final class Run {
    private final Copy copy;
    private final CopySource source;
    private final CopyTarget target;
    private final TransferListener listener;
    private final Set<Digest> done = new HashSet<>();
    private final Set<Digest> configs = ConcurrentHashMap.newKeySet();

    Run(Copy copy, CopySource source, CopyTarget target, TransferListener listener) {
      this.copy = copy;
      this.source = source;
      this.target = target;
      this.listener = listener;
    }

    Descriptor run() throws IOException, InterruptedException {
      try {
        RawManifest root = source.root();
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
          Optional<Descriptor> chosen = chosen(root);
          if (chosen.isEmpty()) {
            break;
          }
          root = source.manifest(chosen.get());
        }
        if (copy.source() instanceof Place.InRegistry named) {
          listener.on(new Resolved(named.reference(), root.descriptor()));
        }
        contents(root, 0);
        Descriptor put = target.putNamed(root);
        referrers(root.descriptor().digest(), 0);
        target.finish();
        return put;
      } catch (RegistryException e) {
        if (e.reason() == RegistryException.Reason.CANCELLED && Thread.interrupted()) {
          throw new InterruptedException(e.getMessage());
        }
        throw e;
      }
    }

    /// The entry of an index for the wanted platform; nothing when the document itself is wanted.
    private Optional<Descriptor> chosen(RawManifest root) throws IOException {
      Platform platform = copy.platformOrNull();
      if (platform == null || !MediaTypes.isIndex(root.descriptor().mediaType())) {
        return Optional.empty();
      }
      if (root.parse().value() instanceof ImageIndex index) {
        return Optional.of(
            index
                .select(platform)
                .orElseThrow(() ->
                    new TransferException(
                        Reason.WRONG_PLATFORM,
                        "cannot copy '%s' for %s: its index has no such image; copy all with --all-platforms"
                            .formatted(source.name(), platform))));
      }
      return Optional.empty();
    }

    /// Copies all that a document leads to, not the document itself.
    private void contents(RawManifest document, int depth)
        throws IOException, InterruptedException {
      if (depth > MAX_DEPTH) {
        throw inconsistent("its indexes are nested too deep");
      }
      if (target.hasManifest(document.descriptor())) {
        return;
      }
      switch (parse(document)) {
        case ImageManifest manifest -> blobs(manifest);
        case ImageIndex index -> {
          for (Descriptor entry : index.manifests()) {
            listed(entry, depth);
          }
        }
      }
    }

    private void listed(Descriptor entry, int depth) throws IOException, InterruptedException {
      if (!done.add(entry.digest())) {
        return;
      }
      boolean document =
          MediaTypes.isIndex(entry.mediaType()) || MediaTypes.isManifest(entry.mediaType());
      if (!document) {
        blobs(Map.of(entry.digest(), entry));
        return;
      }
      RawManifest raw = manifest(entry);
      contents(raw, depth + 1);
      target.putListed(raw);
      referrers(entry.digest(), depth + 1);
    }

    private void referrers(Digest digest, int depth) throws IOException, InterruptedException {
      if (!copy.referrers() || depth > MAX_DEPTH) {
        return;
      }
      for (Descriptor referrer : source.referrers(digest)) {
        if (done.add(referrer.digest())) {
          RawManifest raw = manifest(referrer);
          contents(raw, depth + 1);
          target.putReferrer(raw);
          referrers(referrer.digest(), depth + 1);
        }
      }
    }

    private RawManifest manifest(Descriptor entry) throws IOException {
      RawManifest raw = source.manifest(entry);
      if (raw.descriptor().size() != entry.size()) {
        throw inconsistent(
            "manifest %s has %d bytes where %d were announced"
                .formatted(entry.digest(), raw.descriptor().size(), entry.size()));
      }
      return raw;
    }

    private void blobs(ImageManifest manifest) throws IOException, InterruptedException {
      Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
      for (Descriptor layer : manifest.layers()) {
        // What may not be distributed is not in registries; its URLs stand in the manifest.
        if (layer.urls().isEmpty()) {
          blobs.put(layer.digest(), layer);
        }
      }
      blobs.put(manifest.config().digest(), manifest.config());
      configs.add(manifest.config().digest());
      blobs(blobs);
    }

    private void blobs(Map<Digest, Descriptor> blobs) throws IOException, InterruptedException {
      Queue<Descriptor> queue = new ConcurrentLinkedQueue<>();
      for (Descriptor blob : blobs.values()) {
        if (done.add(blob.digest())) {
          tell(blob, State.WAITING);
          queue.add(blob);
        }
      }
      Crew crew = new Crew();
      for (int i = 0; i < Math.min(SENDERS, queue.size()); i++) {
        crew.add(
            "copy-" + i,
            () -> {
              for (Descriptor blob = queue.poll(); blob != null; blob = queue.poll()) {
                blob(blob);
              }
              return true;
            });
      }
      crew.finish();
    }

    private void blob(Descriptor blob) throws IOException {
      if (target.hasBlob(blob)) {
        tell(blob, State.EXISTS);
      } else if (target.takeOver(blob, copy.source())) {
        tell(blob, State.MOUNTED);
      } else {
        tell(blob, State.UPLOADING);
        upload(blob);
        tell(blob, State.DONE);
      }
    }

    private void upload(Descriptor blob) throws IOException {
      while (true) {
        CheckedStreams bytes = new CheckedStreams(source, blob);
        try {
          target.put(
              blob,
              bytes,
              sent -> listener.on(new Progress(blob, State.UPLOADING, sent, blob.size())));
          return;
        } catch (IOException e) {
          if (!bytes.areWrong() || !source.reject(blob)) {
            throw e;
          }
        }
      }
    }

    private void tell(Descriptor blob, State state) {
      listener.on(new BlobState(blob, !configs.contains(blob.digest()), state));
    }

    private Manifest parse(RawManifest document) throws IOException {
      try {
        return document.parse().value();
      } catch (JsonException e) {
        throw inconsistent(String.valueOf(e.getMessage()));
      }
    }

    private TransferException inconsistent(String found) {
      return new TransferException(
          Reason.INCONSISTENT, "cannot copy '%s': %s".formatted(source.name(), found));
    }
  }
}
