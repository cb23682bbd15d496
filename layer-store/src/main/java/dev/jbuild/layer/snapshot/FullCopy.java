package dev.jbuild.layer.snapshot;

import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Errno;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A directory with everything that an overlay of some layers and this directory on top would show:
/// what a container can have for its root where overlays cannot be mounted.
///
/// The copy has content, owners, modes, times, extended attributes, devices, holes and links as
/// they are in the layers, and shares blocks with them where the file system can. It is marked as
/// opaque, so that whoever reads it as an upper directory over the same layers sees the copy alone.
public final class FullCopy {
  private final List<Path> lowers;
  private final Path upper;
  private final OverlayForm form;
  private final Map<String, Stamp> stamps;

  private FullCopy(List<Path> lowers, Path upper, OverlayForm form, Map<String, Stamp> stamps) {
    this.lowers = lowers;
    this.upper = upper;
    this.form = form;
    this.stamps = stamps;
  }

  /// Fills a directory.
  ///
  /// @param lowers layers, topmost first
  /// @param upper a directory in overlay form, whose own files stay; its deletions are carried out
  /// @throws IOException among others when the disk is full; what was copied is the caller's to
  ///   remove
  public static FullCopy fill(List<Path> lowers, Path upper)
      throws IOException, InterruptedException {
    OverlayForm form = OverlayForm.current();
    List<Path> trees = new ArrayList<>();
    trees.add(upper);
    trees.addAll(lowers);
    try (LayerStack stack = LayerStack.open(trees, form)) {
      Map<String, Stamp> stamps = new Filling(stack).run();
      markOpaque(upper, form);
      return new FullCopy(List.copyOf(lowers), upper, form, stamps);
    } catch (IOException e) {
      throw AtomicFiles.explained("copying the layers to '" + upper + "'", e);
    }
  }

  /// A file system without extended attributes cannot keep the mark, nor any other.
  private static void markOpaque(Path upper, OverlayForm form) throws IOException {
    try (Fd root = Opening.directory(upper)) {
      form.makeOpaque(root);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
    }
  }

  /// Takes out what was not touched since, and marks what is gone: the directory is then what an
  /// overlay would have left, and can become a layer. Only once, with no process left that writes.
  public void reduce() throws IOException {
    try (LayerStack stack = LayerStack.open(lowers, form);
        Fd root = Opening.directory(upper)) {
      new Reduction(root, stack, stamps).run();
    } catch (IOException e) {
      throw AtomicFiles.explained("finding the changes in '" + upper + "'", e);
    }
  }
}
