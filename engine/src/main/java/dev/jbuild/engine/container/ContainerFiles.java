package dev.jbuild.engine.container;

import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.UnionView;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files of containers as they are on disk, read without entering the container.
public final class ContainerFiles {
  private final Store store;

  public ContainerFiles(Store store) {
    this.store = store;
  }

  /// How large a container's files are, in bytes.
  ///
  /// @param changed those that it wrote, all if its root is a copy
  /// @param image those of its image that it shares
  public record Size(long changed, long image) {}

  /// What the container sees, without what is mounted into it.
  public UnionView view(ContainerRecord container) throws IOException {
    List<Layer> layers = container.copied() ? List.of() : layers(container);
    return UnionView.over(layers, changes(container));
  }

  /// The layers of its image, lowest first.
  ///
  /// @throws ContentException.NotFound when one is missing
  public List<Layer> layers(ContainerRecord container) throws IOException {
    Optional<Records.Entry> record = store.records("containers").get(container.id());
    List<Layer> layers = new ArrayList<>();
    if (record.isPresent()) {
      for (LayerId id : record.get().references().layers()) {
        layers.add(
            store
                .layers()
                .find(id)
                .orElseThrow(() -> new ContentException.NotFound(id.diffId(), "layer")));
      }
    }
    return layers;
  }

  /// The directory that takes all its changes; all its files when its root is a copy.
  public Path changes(ContainerRecord container) {
    return ContainerDirectory.of(store.root(), container.id()).upper();
  }

  /// The sizes of its files.
  public Size size(ContainerRecord container) throws IOException {
    long image = container.copied() ? 0 : layers(container).stream().mapToLong(Layer::size).sum();
    return new Size(sizeOf(changes(container)), image);
  }

  /// The sum of the sizes of the regular files below a directory; 0 when it is not there.
  public static long sizeOf(Path directory) throws IOException {
    Sum sum = new Sum();
    try {
      Files.walkFileTree(directory, sum);
    } catch (NoSuchFileException _) {
      return sum.bytes;
    }
    return sum.bytes;
  }

  private static final class Sum extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        bytes += attributes.size();
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // the container removed it meanwhile
      }
      throw e;
    }
  }
}
