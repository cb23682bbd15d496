package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.plan.BaseImage;
import dev.jbuild.dockerfile.plan.BaseResolver;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.disk.DiskStore;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is known of base images without asking anybody: the configuration of those that are in the
/// store, and the names of all others. Nothing is pulled; without a store, or with one that may not
/// be read, no image is known.
public final class KnownBases implements BaseResolver, AutoCloseable {
  private final @Nullable Store store;

  private KnownBases(@Nullable Store store) {
    this.store = store;
  }

  /// Opens the store of an invocation if there is one; none is made.
  public static KnownBases open(Invocation invocation, Arguments arguments) {
    Path root = Stores.root(invocation, arguments);
    try {
      return new KnownBases(
          DiskStore.exists(root) ? DiskStore.open(root, invocation.clock()) : null);
    } catch (IOException e) {
      return new KnownBases(null); // another's store
    }
  }

  @Override
  public BaseImage resolve(String name, String platform, SourceRange where) {
    Store opened = store;
    if (opened == null) {
      return BaseImage.unknown(name);
    }
    try {
      return new StoredBases(opened).resolve(name, platform, where);
    } catch (IOException e) {
      return BaseImage.unknown(name); // not there for this platform, or damaged
    }
  }

  @Override
  public void close() throws IOException {
    Store opened = store;
    if (opened != null) {
      opened.close();
    }
  }
}
