package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Elsewhere;
import dev.jbuild.layer.Finding;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Records;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at everything in the store and says what is wrong with it.
final class StoreCheck {
  private static final String AGAIN =
      "remove the image with 'jbuild rmi' and pull or build it again";

  private static final String REPAIR = "repair it with 'jbuild system check --repair'";

  private final Parts parts;
  private final DiskLayerStore layers;
  private final DiskImageStore images;
  private final List<Finding> findings = new ArrayList<>();

  StoreCheck(Parts parts, DiskLayerStore layers, DiskImageStore images) {
    this.parts = parts;
    this.layers = layers;
    this.images = images;
  }

  List<Finding> run() throws IOException {
    if (Files.isWritable(parts.paths().root())) {
      parts.session().recover(); // what was left half-way is no defect
    }
    for (String kind : GarbageCollector.kinds(parts)) {
      records(kind);
    }
    for (Digest digest : parts.content().list()) {
      attempt(
          "content " + digest,
          "remove its file '" + parts.paths().content(digest) + "' and pull or build again",
          () -> parts.content().verify(digest));
    }
    Stacks stacks = Stacks.of(parts, layers, images);
    TreeCheck trees = new TreeCheck(parts, stacks);
    for (LayerId id : stacks.inOrder()) {
      attempt("layer " + id + stacks.owners(id), REPAIR, () -> layer(id, stacks, trees));
    }
    if (findings.stream().noneMatch(finding -> finding.kind() == Finding.Kind.DEFECT)) {
      for (Image image : images.list()) {
        attempt(ImageRepair.name(image), AGAIN, () -> image(image));
      }
      names();
    }
    return findings;
  }

  /// Part of a check, whose exception is a finding.
  private interface Part {
    void run() throws IOException;
  }

  private void attempt(String subject, String advice, Part part) throws IOException {
    try {
      part.run();
    } catch (ContentException.Unwritable e) {
      throw e; // this is about the place, not about what is looked at
    } catch (ContentException e) {
      findings.add(Finding.defect(subject, String.valueOf(e.getMessage()), advice));
    }
  }

  private void records(String kind) throws IOException {
    for (Path file : parts.records(kind, false).files()) {
      attempt(
          "record of " + kind,
          "remove the file '" + file + "'",
          () -> {
            Optional<Records.Entry> entry = DiskRecords.read(file);
            if (entry.isPresent()) {
              if (kind.equals(DiskImageStore.IMAGES)) {
                DiskImageStore.read(entry.get(), List.of());
              }
              references(kind, file, entry.get());
            }
          });
    }
  }

  private void references(String kind, Path file, Records.Entry entry) throws IOException {
    for (LayerId id : entry.references().layers()) {
      if (layers.record(id).isEmpty()) {
        findings.add(
            Finding.defect(
                "record of %s '%s'".formatted(kind, entry.key()),
                "layer " + id + " is missing",
                "remove the file '" + file + "'"));
      }
    }
    for (Digest digest : entry.references().content()) {
      if (!parts.content().contains(digest)) {
        findings.add(
            Finding.defect(
                "record of %s '%s'".formatted(kind, entry.key()),
                "content " + digest + " is missing",
                kind.equals(DiskImageStore.IMAGES) ? AGAIN : "remove the file '" + file + "'"));
      }
    }
  }

  private void layer(LayerId id, Stacks stacks, TreeCheck trees) throws IOException {
    LayerRecord record = LayerRecord.read(parts.paths(), id).orElse(null);
    if (record == null) {
      return; // removed meanwhile
    }
    Optional<String> problem;
    try {
      problem = trees.problem(record);
    } catch (ContentException.Unwritable e) {
      findings.add(
          new Finding(
              "layer " + id + stacks.owners(id),
              String.valueOf(e.getMessage()),
              "then check the store again",
              Finding.Kind.UNCHECKED));
      return;
    }
    if (problem.isPresent()) {
      findings.add(Finding.defect("layer " + id + stacks.owners(id), problem.get(), REPAIR));
    }
  }

  private void image(Image image) throws IOException {
    LoadedImage loaded = images.load(image.manifest(), image.platform());
    List<Digest> diffIds = loaded.config().value().diffIds();
    List<Descriptor> blobs = loaded.manifest().value().layers();
    if (isElsewhere(parts, image, loaded) || isWholeArtifact(parts, loaded)) {
      return;
    }
    List<Layer> below = new ArrayList<>();
    if (blobs.size() != diffIds.size()) {
      throw new ContentException.Corrupt(
          "image " + image.id(), "its manifest and configuration have different numbers of layers");
    }
    for (int i = 0; i < diffIds.size(); i++) {
      Optional<Layer> layer = layers.find(diffIds.get(i), below);
      if (layer.isPresent()) {
        below.add(layer.get());
        if (layers.blobs(layer.get()).isEmpty()
            && !parts.content().contains(blobs.get(i).digest())) {
          // Only the tree is left; it must give back the tar, or the image cannot leave the store.
          layers.writeTar(layer.get(), OutputStream.nullOutputStream());
        }
      } else if (!parts.content().contains(blobs.get(i).digest())) {
        throw new ContentException.NotFound(diffIds.get(i), "layer");
      } else {
        break; // it can be unpacked from its blob, and so can those above it
      }
    }
  }

  /// Whether it is a list of images, of which the one that stands for it is in a registry only.
  static boolean isElsewhere(Parts parts, Image image, LoadedImage loaded) throws IOException {
    return MediaTypes.isIndex(image.manifest().mediaType())
        && new Elsewhere(parts.records(Elsewhere.KIND, false))
            .find(loaded.descriptor().digest())
            .isPresent();
  }

  /// Whether it is no image, but an artifact with all its blobs.
  ///
  /// @throws ContentException.NotFound when it is an artifact and lacks one
  static boolean isWholeArtifact(Parts parts, LoadedImage loaded) throws IOException {
    if (MediaTypes.isImageConfig(loaded.manifest().value().config().mediaType())) {
      return false;
    }
    for (Descriptor blob : loaded.manifest().value().layers()) {
      if (!parts.content().contains(blob.digest())) {
        throw new ContentException.NotFound(blob.digest(), "blob");
      }
    }
    return true;
  }

  private void names() throws IOException {
    for (Records.Entry name : parts.records(DiskImageStore.NAMES, false).list()) {
      String manifest = name.body().text("manifest");
      if (parts.records(DiskImageStore.IMAGES, false).get(manifest).isEmpty()) {
        findings.add(
            Finding.defect(
                "name '" + name.key() + "'",
                "it leads to image " + manifest + ", which is not in the store",
                "remove it with 'jbuild rmi' or build it again"));
      }
    }
  }
}
