package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.layer.Finding;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.file.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// An empty store for each test, which must be sound and without left-overs after it.
abstract class StoreTest {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  // Trees have files that the clean-up of JUnit would follow or could not remove.
  @TempDir(cleanup = CleanupMode.NEVER)
  Path temporary;

  DiskStore store;

  @BeforeEach
  void openStore() throws IOException {
    store = DiskStore.open(temporary.resolve("store"), InstantSource.fixed(NOW));
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
    Session.removeTree(temporary);
  }

  Layer apply(byte[] tar, Layer... parents) throws IOException {
    return store.layers().apply(TarBytes.stream(tar), TarBytes.digest(tar), List.of(parents));
  }

  byte[] tar(Layer layer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.layers().writeTar(layer, out);
    return out.toByteArray();
  }

  /// All paths that a stack of layers shows.
  static List<String> paths(Layer... layers) throws IOException {
    List<String> paths = new ArrayList<>();
    UnionView.of(List.of(layers))
        .walk(
            "/",
            entry -> {
              paths.add(entry.path());
              return true;
            });
    paths.removeFirst();
    return paths;
  }

  /// What a stack of layers shows at a path.
  static TreeEntry stat(String path, Layer... layers) throws IOException {
    return UnionView.of(List.of(layers)).stat(path).orElseThrow();
  }

  void assertSound() throws IOException {
    List<Finding> findings = store.check();
    assertEquals(List.of(), findings);
  }
}
