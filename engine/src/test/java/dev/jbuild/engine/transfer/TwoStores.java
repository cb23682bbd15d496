package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.layer.Store;
import dev.jbuild.layer.disk.DiskStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Two empty stores for each test, which must be sound at its end, and two registries for all.
abstract class TwoStores {
  @TempDir private static Path directory;
  static TwoRegistries registries;

  @TempDir Path temporary;
  Store here;
  Store there;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    registries = TwoRegistries.start(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    if (registries != null) {
      registries.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    here = DiskStore.open(temporary.resolve("here"), InstantSource.system());
    there = DiskStore.open(temporary.resolve("there"), InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    assertEquals(List.of(), here.check(), "the store is sound");
    assertEquals(List.of(), there.check(), "the store is sound");
    here.close();
    there.close();
  }
}
