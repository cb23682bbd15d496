package dev.jbuild.layer.disk;

import dev.jbuild.layer.Layer;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.StoreLocks;
import dev.jbuild.layer.tree.MarkSpace;
import dev.jbuild.layer.tree.Opaqueness;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Capability;
import dev.jbuild.linux.Errno;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the trees of layers have for the kernel's sake, which not every process can write: marks of
/// opaque directories, and devices. Their records say what they have, so that a process that can do
/// more makes up for it before the kernel looks at them. No mark is ever taken away.
final class LayerMarks {
  private final Parts parts;
  private final DiskLayerStore layers;
  private final OverlayForm form = OverlayForm.current();

  LayerMarks(Parts parts, DiskLayerStore layers) {
    this.parts = parts;
    this.layers = layers;
  }

  /// The same record, with the marks that all opaque directories of a tree have.
  static LayerRecord noted(LayerRecord record, Path tree) throws IOException {
    if (record.opaque().isEmpty()) {
      return record;
    }
    List<MarkSpace> marks = new ArrayList<>(List.of(MarkSpace.values()));
    try (Fd root = Opening.directory(tree)) {
      for (String path : record.opaque()) {
        try (Fd directory = directory(root, path)) {
          for (MarkSpace space : MarkSpace.values()) {
            if (!space.isMarked(directory)) {
              marks.remove(space);
            }
          }
        }
      }
    } catch (SyscallException e) {
      if (e.errno() != Errno.EACCES) {
        throw e;
      }
      return record; // a directory that its owner, an ordinary user, may not look into
    }
    return record.withMarks(marks);
  }

  private static Fd directory(Fd root, String path) throws IOException {
    return Opening.withoutLinks(root, path, Opening.READ | Opening.DIRECTORY)
        .orElseThrow(() -> new NoSuchFileException(path, null, "it went away while it was read"));
  }

  /// What tells the opaque directories of a layer: the marks that this process reads, as far as it
  /// can see those that the layer has, else the record.
  static Opaqueness of(LayerRecord record, OverlayForm form) {
    List<MarkSpace> marks = record.marks();
    if (marks.contains(form.space()) || (marks.isEmpty() && !form.isBlind())) {
      return (directory, _) -> form.isOpaque(directory);
    }
    return marks.contains(MarkSpace.USER)
        ? (directory, _) -> MarkSpace.USER.isMarked(directory)
        : (_, path) -> record.opaque().contains(path);
  }

  /// Gives layers what they lack of what this process can write and its overlays would read.
  void complete(List<Layer> stack) throws IOException {
    for (Layer layer : stack) {
      if (layer.opaque().isEmpty() && !layer.standIns()) {
        continue;
      }
      Optional<LayerRecord> record = LayerRecord.read(parts.paths(), layer.id());
      if (record.isPresent() && (lacksMarks(record.get()) || lacksDevices(record.get()))) {
        try {
          complete(layer);
        } catch (IOException e) {
          throw AtomicFiles.explained("preparing layer " + layer.diffId() + " for an overlay", e);
        }
      }
    }
  }

  private boolean lacksMarks(LayerRecord record) {
    return !record.opaque().isEmpty()
        && (record.marks().isEmpty() ? form.isBlind() : !record.marks().contains(form.space()));
  }

  private boolean lacksDevices(LayerRecord record) {
    return !record.standIns().isEmpty()
        && form.space() == MarkSpace.TRUSTED
        && Capability.MKNOD.isEffective();
  }

  /// First the tree, on the disk, then the record, so that a record never tells what is not there.
  private void complete(Layer layer) throws IOException {
    try (StoreLocks.Held _ = parts.locks().exclusive("layer/" + layer.id())) {
      LayerRecord record = layers.record(layer.id()).orElse(null);
      if (record == null) {
        return;
      }
      LayerRecord complete = record;
      try (Fd root = Opening.directory(layer.directory())) {
        if (lacksMarks(record) && mark(root, record)) {
          List<MarkSpace> marks = new ArrayList<>(record.marks());
          marks.add(form.space());
          complete = complete.withMarks(marks);
        }
        if (lacksDevices(record) && new StandInReplacement(parts, form).run(root, record)) {
          complete = complete.withStandIns(List.of());
        }
      }
      if (!complete.equals(record)) {
        parts.durability().wroteTree();
        parts.session().sync();
        layers.write(complete);
      }
    }
  }

  /// @return whether the file system takes such marks; where it does not, it carries no overlay
  private boolean mark(Fd root, LayerRecord record) throws IOException {
    for (String path : record.opaque()) {
      try (Fd directory = directory(root, path)) {
        form.space().mark(directory);
      } catch (SyscallException e) {
        if (e.errno() == Errno.EOPNOTSUPP) {
          return false;
        }
        throw e;
      }
    }
    return true;
  }
}
