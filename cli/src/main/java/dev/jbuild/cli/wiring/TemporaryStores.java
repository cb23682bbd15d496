package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.engine.copy.Staging;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.disk.DiskStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Stores that go with the command: in `TMPDIR`, or `/var/tmp`, since what they hold may be too
/// large for memory.
public final class TemporaryStores implements Staging, AutoCloseable {
  private final Invocation invocation;
  private final List<Store> stores = new ArrayList<>();

  public TemporaryStores(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Store open() throws IOException {
    Path parent = Path.of(invocation.variable("TMPDIR").orElse("/var/tmp"));
    Path directory = Files.createTempDirectory(parent, "jbuild-");
    Store store = DiskStore.open(directory, invocation.clock());
    stores.add(store);
    return store;
  }

  @Override
  public void close() throws IOException {
    for (Store store : stores) {
      store.close();
      try (Stream<Path> files = Files.walk(store.root())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }
}
