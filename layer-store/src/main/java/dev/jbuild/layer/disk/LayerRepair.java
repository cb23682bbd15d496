package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.diff.TreeTar;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Credentials;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds unpacked layers whose record or tree is damaged. A record is written again when its tree
/// still gives the tar; else the layer goes, and is unpacked again for the images that have it.
final class LayerRepair {
  private final Parts parts;
  private final DiskLayerStore layers;
  private final Repairs repairs;
  private final Map<Digest, List<Descriptor>> blobs = new HashMap<>();

  LayerRepair(Parts parts, DiskLayerStore layers, Repairs repairs) {
    this.parts = parts;
    this.layers = layers;
    this.repairs = repairs;
  }

  /// The packed forms that are known of layers that went, by diff ID.
  Map<Digest, List<Descriptor>> blobs() {
    return blobs;
  }

  void run() throws IOException {
    Set<LayerId> inContainers = inContainers();
    List<LayerId> unreadable = new ArrayList<>();
    Set<String> trees = new HashSet<>();
    for (LayerId id : layers.ids()) {
      LayerRecord record;
      try {
        record = LayerRecord.read(parts.paths(), id).orElse(null);
      } catch (ContentException.Corrupt _) {
        unreadable.add(id);
        continue;
      }
      if (record != null) {
        trees.add(record.tree());
        tree(record, inContainers.contains(id));
      }
    }
    for (LayerId id : unreadable) {
      record(id, trees);
    }
  }

  private Set<LayerId> inContainers() throws IOException {
    Set<LayerId> used = new HashSet<>();
    for (Records.Entry container : parts.records("containers", false).sound()) {
      used.addAll(container.references().layers());
    }
    return used;
  }

  private void tree(LayerRecord record, boolean inContainer) throws IOException {
    String subject = "layer " + record.id();
    Path tree = parts.paths().trees().resolve(record.tree());
    boolean there = Files.isDirectory(tree);
    if (there && (record.applied() || givesBack(tree, record.id()))) {
      return;
    }
    if (there && inContainer) {
      repairs.left(
          subject,
          "its files were changed in '" + tree + "', but a container has it",
          "remove the container and repair again");
      return;
    }
    List<Descriptor> known = new ArrayList<>();
    for (Descriptor blob : record.blobs()) {
      if (parts.content().contains(blob.digest())) {
        known.add(blob);
      }
    }
    blobs.computeIfAbsent(record.id().diffId(), _ -> new ArrayList<>()).addAll(known);
    Files.deleteIfExists(parts.paths().layerRecord(record.id()));
    repairs.repaired(
        subject,
        (there ? "its files were changed" : "its directory '" + tree + "' was missing")
            + ", so it is gone; images that have it are told below");
  }

  private boolean givesBack(Path tree, LayerId id) throws IOException {
    return totals(tree, id) != null;
  }

  /// What a tree is, when its tar is that of the layer.
  private TreeTar.@org.jspecify.annotations.Nullable Totals totals(Path tree, LayerId id)
      throws IOException {
    DigestingOutput hash =
        new DigestingOutput(OutputStream.nullOutputStream(), id.diffId().algorithm());
    try {
      OverlayForm form = OverlayForm.of(Credentials.effectiveUser());
      TreeTar.Totals totals = TreeTar.write(tree, form, null, hash);
      return hash.digest().equals(id.diffId()) ? totals : null;
    } catch (ContentException.Corrupt _) {
      return null;
    }
  }

  /// A record that cannot be read: its tree is one of those that no other record names.
  private void record(LayerId id, Set<String> taken) throws IOException {
    String subject = "layer " + id;
    for (int n = 0; n < 3; n++) {
      String name = DiskLayerStore.treeName(id, n);
      Path tree = parts.paths().trees().resolve(name);
      if (taken.contains(name) || !Files.isDirectory(tree)) {
        continue;
      }
      TreeTar.Totals totals = totals(tree, id);
      if (totals != null) {
        layers.write(
            new LayerRecord(
                id,
                name,
                totals.size(),
                totals.tarSize(),
                totals.entries(),
                List.copyOf(totals.opaque()),
                !totals.hasRoot(),
                false,
                List.of()));
        taken.add(name);
        repairs.repaired(subject, "its record was damaged, it was written again from its files");
        return;
      }
    }
    Files.deleteIfExists(parts.paths().layerRecord(id));
    repairs.repaired(
        subject, "its record was damaged, so it is gone; images that have it are told below");
  }
}
