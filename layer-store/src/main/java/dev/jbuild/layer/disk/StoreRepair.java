package dev.jbuild.layer.disk;

import dev.jbuild.layer.Finding;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Repair;
import java.io.IOException;
import java.util.List;

/// Makes a damaged store sound again: what can be derived from what is whole is, what cannot is
/// taken out of the way so that it can be pulled or built again.
///
/// Nothing that can still be used is removed: a layer that a container has stays as it is, and so
/// do records of containers, whose files would go with them. In the end the store is checked, and
/// what is still wrong is told as left.
final class StoreRepair {
  private final Parts parts;
  private final DiskLayerStore layers;
  private final DiskImageStore images;

  StoreRepair(Parts parts, DiskLayerStore layers, DiskImageStore images) {
    this.parts = parts;
    this.layers = layers;
    this.images = images;
  }

  List<Repair> run() throws IOException {
    Repairs repairs = new Repairs();
    try (Lease _ = new DiskLease(parts, layers, "repair of the store")) {
      ContentRepair content = new ContentRepair(parts, layers, repairs);
      content.setAside();
      LayerRepair trees = layers(repairs);
      boolean more = trees.run();
      content.derive();
      RecordRepair records = new RecordRepair(parts, layers, images, repairs);
      records.run();
      new ImageRepair(parts, layers, images, repairs, trees.blobs()).run();
      while (more) {
        trees = layers(repairs);
        more = trees.run();
        new ImageRepair(parts, layers, images, repairs, trees.blobs()).run();
      }
      records.dropUnfounded();
      parts.session().sync();
    }
    for (Finding finding : new StoreCheck(parts, layers, images).run()) {
      repairs.left(finding.subject(), finding.problem(), finding.advice());
    }
    return repairs.all();
  }

  private LayerRepair layers(Repairs repairs) throws IOException {
    return new LayerRepair(parts, layers, repairs, Stacks.of(parts, layers, images));
  }
}
