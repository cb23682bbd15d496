package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.diff.TreeTar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds unpacked layers whose record or tree is damaged. A record is written again when its tree
/// still gives the tar; else the layer goes, and is unpacked again for the images that have it.
final class LayerRepair {
  private final Parts parts;
  private final DiskLayerStore layers;
  private final Repairs repairs;
  private final Stacks stacks;
  private final TreeCheck trees;
  private final Map<Digest, List<Descriptor>> blobs = new HashMap<>();
  private boolean removed;

  LayerRepair(Parts parts, DiskLayerStore layers, Repairs repairs, Stacks stacks) {
    this.parts = parts;
    this.layers = layers;
    this.repairs = repairs;
    this.stacks = stacks;
    this.trees = new TreeCheck(parts, stacks);
  }

  /// The packed forms that are known of layers that went, by diff ID.
  Map<Digest, List<Descriptor>> blobs() {
    return blobs;
  }

  /// @return whether layers were passed over that depend on one that is gone now
  boolean run() throws IOException {
    Set<LayerId> inContainers = inContainers();
    List<LayerId> unreadable = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (LayerId id : stacks.inOrder()) {
      LayerRecord record;
      try {
        record = LayerRecord.read(parts.paths(), id).orElse(null);
      } catch (ContentException.Corrupt _) {
        unreadable.add(id);
        continue;
      }
      if (record != null) {
        taken.add(record.tree());
        tree(record, inContainers.contains(id));
      }
    }
    for (LayerId id : unreadable) {
      record(id, taken);
    }
    return removed && trees.isDeferred();
  }

  private Set<LayerId> inContainers() throws IOException {
    Set<LayerId> used = new HashSet<>();
    for (Records.Entry container : parts.records("containers", false).sound()) {
      used.addAll(container.references().layers());
    }
    return used;
  }

  private void tree(LayerRecord record, boolean inContainer) throws IOException {
    String subject = "layer " + record.id() + stacks.owners(record.id());
    Path tree = parts.paths().trees().resolve(record.tree());
    Optional<String> problem = trees.problem(record);
    if (problem.isEmpty()) {
      return;
    }
    if (inContainer && Files.isDirectory(tree)) {
      repairs.left(
          subject,
          problem.get() + ", but a container has it",
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
    removed = true;
    repairs.repaired(subject, problem.get() + "; it is gone, images that have it are told below");
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
      TreeTar.Totals totals = trees.totals(tree, id);
      if (totals != null) {
        LayerRecord again =
            new LayerRecord(
                id,
                name,
                totals.size(),
                totals.tarSize(),
                totals.entries(),
                List.copyOf(totals.opaque()),
                !totals.hasRoot(),
                false,
                List.of(),
                List.of(),
                List.copyOf(totals.standIns()));
        layers.write(LayerMarks.noted(again, tree));
        taken.add(name);
        repairs.repaired(subject, "its record was damaged, it was written again from its files");
        return;
      }
      if (trees.isBlind()) {
        repairs.left(
            subject,
            "its record is damaged, and which directories hide others cannot be seen here",
            "repair again as root with CAP_SYS_ADMIN");
        return;
      }
    }
    Files.deleteIfExists(parts.paths().layerRecord(id));
    repairs.repaired(
        subject, "its record was damaged, so it is gone; images that have it are told below");
  }
}
